// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/mailparser.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"
#include "core/input/contentlineparser.h"
#include "core/input/htmlparser.h"
#include "core/input/pageencoding.h"
#include "core/input/proseparser.h"
#include "core/input/strictaddress.h"

#include <QByteArrayList>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

bool isFieldName(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    return colon > 0 && std::all_of(line.begin(), line.begin() + colon,
                                    [](char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '-'; });
}

bool isNumber(QByteArrayView text, qsizetype leastDigits, qsizetype mostDigits)
{
    return text.size() >= leastDigits && text.size() <= mostDigits &&
           std::all_of(text.begin(), text.end(), isAsciiDigit);
}

template <size_t N>
bool isOneOf(QByteArrayView word, const std::array<QByteArrayView, N> &names)
{
    return std::find(names.begin(), names.end(), word) != names.end();
}

/// "From sender Thu Feb  1 10:00:00 2024", as RFC 4155 has it. Many write a time zone on either side of the
/// year, some no seconds, and archives "sender at example.org". Other lines that begin with "From " are text.
bool isSeparator(QByteArrayView line)
{
    constexpr std::array<QByteArrayView, 7> days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr std::array<QByteArrayView, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    constexpr qsizetype longest = 1000, wordsOfDate = 5;
    if (!line.startsWith("From ") || line.size() > longest)
        return false;
    const QByteArrayList words = line.toByteArray().simplified().split(' ');
    for (qsizetype at = 1; at + wordsOfDate <= words.size(); ++at) {
        const bool isDate = isOneOf(words[at], days) && isOneOf(words[at + 1], months) &&
                            isNumber(words[at + 2], 1, 2) && words[at + 3].contains(':');
        if (isDate && std::any_of(words.begin() + at + 4, words.end(),
                                  [](const QByteArray &word) { return isNumber(word, 4, 4); }))
            return true;
    }
    return false;
}

/// "From " with another date, or none as Thunderbird has it: it separates where a header follows.
bool isPerhapsSeparator(QByteArrayView line)
{
    constexpr qsizetype longest = 1000;
    if (!line.startsWith("From ") || line.size() > longest)
        return false;
    const QByteArrayView rest = withoutBlanksAround(line.sliced(5));
    static const QRegularExpression time(QStringLiteral("\\d:\\d\\d"));
    return rest.isEmpty() || rest == "-" || time.match(QString::fromLatin1(rest)).hasMatch();
}

/// What stands between angle brackets from there on, if it is an address with line breaks in it.
QByteArrayView wrappedAddress(QByteArrayView text)
{
    constexpr qsizetype longest = 4096;
    const QByteArrayView head = text.first(std::min(text.size(), longest));
    const auto end = std::find_if(head.begin(), head.end(), [](char c) { return c == '<' || c == '>'; });
    const QByteArrayView inner = head.first(end - head.begin());
    const bool isAddress = hasWebScheme(startsWithNoCase(inner, "url:") ? inner.sliced(4) : inner);
    return isAddress && end != head.end() && *end == '>' && inner.contains('\n') ? inner : QByteArrayView();
}

/// "https://a.example/": nothing behind it changes where it leads to.
bool hasWholeHost(QByteArrayView text)
{
    const qsizetype scheme = text.indexOf("://");
    const auto rest = text.sliced(scheme < 0 ? text.size() : scheme + 3);
    return std::any_of(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?' || c == '#'; });
}

/// Addresses that were wrapped between angle brackets in one piece (RFC 3986, appendix C). The line breaks
/// follow them, so that lines keep their numbers.
QByteArray withoutWraps(QByteArrayView text)
{
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype open = text.indexOf('<', at);
        const qsizetype next = open < 0 ? text.size() : open + 1;
        out.append(text.sliced(at, next - at));
        at = next;
        const QByteArrayView wrapped = wrappedAddress(text.sliced(at));
        QByteArray joined;
        bool isOne = !wrapped.isEmpty();
        for (const QByteArray &line : wrapped.toByteArray().split('\n')) {
            const QByteArrayView part = withoutBlanksAround(line);
            // What may be another host, or a part of one, is not guessed.
            const bool goesOn = joined.isEmpty()
                                    ? hasWholeHost(part)
                                    : !part.contains(':') && !part.contains('@') && !part.startsWith("//") &&
                                          (part.contains('?') || !beginsWithAddress(part));
            isOne = isOne && !part.isEmpty() && firstBlank(part) == part.size() && goesOn;
            joined.append(part);
        }
        if (isOne) {
            out.append(joined).append('>').append(wrapped.count('\n'), '\n');
            at += wrapped.size() + 1;
        }
    }
    return out;
}

} // namespace

MailParser::MailParser(RowCollector &rows)
    : ListParser(rows)
    , m_lines([this](const LineSplitter::Line &line) { take(line); }, MaxDocumentBytes)
{}

bool MailParser::isMail(QByteArrayView sample)
{
    if (sample.startsWith("From "))
        sample = sample.sliced(std::max<qsizetype>(0, sample.indexOf('\n') + 1));
    int fields = 0;
    bool told = false;
    while (!sample.isEmpty()) {
        qsizetype end = sample.indexOf('\n');
        end = end < 0 ? sample.size() : end;
        const QByteArrayView line = withoutBlanksAround(sample.first(end));
        if (line.isEmpty())
            break;
        const bool folded = fields > 0 && isBlank(sample.front());
        if (!folded && !isFieldName(line))
            return false;
        fields += !folded;
        told = told || startsWithNoCase(line, "mime-version:") || startsWithNoCase(line, "message-id:") ||
               startsWithNoCase(line, "received:") || startsWithNoCase(line, "content-transfer-encoding:");
        sample = sample.sliced(std::min(sample.size(), end + 1));
    }
    return fields >= 3 && told;
}

void MailParser::take(const LineSplitter::Line &line)
{
    m_line += !line.continues;
    const bool isAfterBlank = std::exchange(m_isBlank, line.text.isEmpty() && !line.continues);
    const bool isFirst = !m_hasBegun && !withoutBlanksAround(line.text).isEmpty();
    if (isFirst) {
        m_hasBegun = true;
        m_isMbox = line.text.startsWith("From ");
        m_linesBefore = m_line - 1;
    }
    if (const QByteArray perhaps = std::exchange(m_perhaps, {}); !perhaps.isEmpty()) {
        if (isFieldName(line.text) && !line.text.contains("://")) {
            endMail();
            m_linesBefore = m_line - 1;
        } else {
            append(perhaps);
        }
    }
    const bool mayBegin = m_isMbox && isAfterBlank && !line.continues;
    if ((m_isMbox && isFirst) || (mayBegin && isSeparator(line.text))) {
        endMail();
        m_linesBefore = m_line;
    } else if (mayBegin && isPerhapsSeparator(line.text)) {
        m_perhaps = line.text.toByteArray();
    } else if (m_hasBegun) {
        append(line.text);
    }
}

void MailParser::append(QByteArrayView line)
{
    m_isCut = m_isCut || m_mail.size() + line.size() >= MaxDocumentBytes;
    if (!m_isCut)
        m_mail.append(line).append('\n');
}

void MailParser::endMail()
{
    MimeReader([this](const MimeText &text) { read(text); }).read(std::exchange(m_mail, {}));
    m_isCut = false;
}

void MailParser::read(const MimeText &text)
{
    const bool marked = text.bytes.startsWith("\xEF\xBB\xBF");
    const bool told = marked || parse::encodingOfLabel(text.charset).has_value();
    const qint64 linesBefore = m_linesBefore + text.linesBefore;
    QByteArray decoded = marked ? text.bytes : decodedByLabel(text.bytes, text.charset);
    decoded.truncate(MaxDocumentBytes);
    std::unique_ptr<ListParser> parser;
    if (text.kind == MimeText::Kind::Html)
        parser = std::make_unique<HtmlParser>(
            m_rows, told ? HtmlParser::Encoding::Told : HtmlParser::Encoding::Declared,
            HtmlParser::Reach::LinksAndText, linesBefore);
    else if (text.kind == MimeText::Kind::ContentLines)
        parser = std::make_unique<ContentLineParser>(m_rows, ProseParser::From::File, linesBefore);
    else
        parser =
            std::make_unique<ProseParser>(m_rows, ProseParser::From::File, LineMarkup::None, linesBefore);
    parser->feed(text.kind == MimeText::Kind::Plain ? withoutWraps(decoded) : decoded);
    parser->finish();
}

void MailParser::finish()
{
    m_lines.finish();
    append(m_perhaps);
    endMail();
}

} // namespace turnstone
