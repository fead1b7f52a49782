// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/mailparser.h"

#include "core/input/bytetext.h"
#include "core/input/htmlparser.h"
#include "core/input/pageencoding.h"
#include "core/input/proseparser.h"

#include <algorithm>

namespace turnstone {

namespace {

bool isFieldName(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    return colon > 0 && std::all_of(line.begin(), line.begin() + colon,
                                    [](char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '-'; });
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
    if (!m_hasBegun) {
        m_hasBegun = !withoutBlanksAround(line.text).isEmpty();
        m_isMbox = line.text.startsWith("From ");
        m_linesBefore = m_line - m_hasBegun;
    }
    if (m_isMbox && !line.continues && line.text.startsWith("From ") && line.text.contains(':')) {
        endMail();
        m_linesBefore = m_line;
    } else if (m_hasBegun) {
        m_isCut = m_isCut || m_mail.size() + line.text.size() >= MaxDocumentBytes;
        if (!m_isCut)
            m_mail.append(line.text).append('\n');
    }
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
    if (text.isHtml)
        parser = std::make_unique<HtmlParser>(
            m_rows, told ? HtmlParser::Encoding::Told : HtmlParser::Encoding::Declared, linesBefore);
    else
        parser =
            std::make_unique<ProseParser>(m_rows, ProseParser::From::File, LineMarkup::None, linesBefore);
    parser->feed(decoded);
    parser->finish();
}

void MailParser::finish()
{
    m_lines.finish();
    endMail();
}

} // namespace turnstone
