// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/textdecoder.h"

#include "core/parse/utf8check.h"

namespace turnstone::parse {

// Where ICU's converter of the same name is another one than the Encoding Standard means.
QByteArray converterName(Encoding encoding)
{
    switch (encoding) {
    case Encoding::Gbk:
        return "gb18030";
    case Encoding::Big5:
        return "Big5-HKSCS";
    case Encoding::EucKr:
        return "windows-949";
    case Encoding::ShiftJis:
        return "windows-31j";
    case Encoding::Iso8859_8I:
        return "ISO-8859-8";
    default:
        return encodingName(encoding).toLatin1();
    }
}

namespace {

// ICU does not know it.
constexpr char16_t Iso8859_16High[] = u"\u00a0ĄąŁ€„Š§š©Ș«Ź\u00adźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚ"
                                      u"ÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";
static_assert(std::size(Iso8859_16High) == 96 + 1);

} // namespace

bool TextDecoder::isAsciiCompatible(Encoding encoding)
{
    return encoding != Encoding::Utf16Be && encoding != Encoding::Utf16Le && encoding != Encoding::Iso2022Jp;
}

QString TextDecoder::decodeByTable(QByteArrayView bytes) const
{
    QString text(bytes.size(), Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const quint8 byte = quint8(bytes[i]);
        char16_t unit = byte;
        if (m_encoding == Encoding::UserDefined && byte >= 0x80)
            unit = char16_t(0xF700 + byte);
        else if (m_encoding == Encoding::Iso8859_16 && byte >= 0xA0)
            unit = Iso8859_16High[byte - 0xA0];
        text[i] = QChar(unit);
    }
    return text;
}

QString TextDecoder::decode(QByteArrayView bytes)
{
    if (isAsciiCompatible(m_encoding) && skipAscii(bytes.begin(), bytes.end()) == bytes.end())
        return QString::fromLatin1(bytes);
    switch (m_encoding) {
    case Encoding::Utf8:
        return QString::fromUtf8(bytes);
    case Encoding::Replacement:
        return QString(QChar::ReplacementCharacter);
    case Encoding::UserDefined:
    case Encoding::Iso8859_16:
        return decodeByTable(bytes);
    default:
        break;
    }
    if (!m_decoder.isValid()) {
        constexpr auto Flags = QStringDecoder::Flag::Stateless;
        m_decoder = QStringDecoder(converterName(m_encoding).constData(), Flags);
        // A Qt without ICU knows few encodings: better some letters wrong than no title.
        if (!m_decoder.isValid())
            m_decoder = QStringDecoder("windows-1252", Flags);
        if (!m_decoder.isValid())
            m_decoder = QStringDecoder(QStringConverter::Latin1, Flags);
    }
    // The end of a piece is always followed by ASCII on the page: so a character cut there shows as such.
    QString text = m_decoder(bytes.toByteArray() + '\n');
    text.chop(text.endsWith(u'\n') ? 1 : 0);
    // ICU marks a bad byte of some East Asian encodings by a SUBSTITUTE instead.
    text.replace(QChar(0x1A), QChar(QChar::ReplacementCharacter));
    return text;
}

} // namespace turnstone::parse
