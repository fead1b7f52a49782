// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/mailparser.h"

#include "core/input/bytetext.h"
#include "core/input/htmlparser.h"
#include "core/input/pageencoding.h"
#include "core/input/proseparser.h"
#include "core/parse/mediatype.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr size_t MaxBoundaries = 100;

QByteArray decodedQuotedPrintable(QByteArrayView text)
{
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '=' || i + 1 == text.size()) {
            out.append(text[i]);
            continue;
        }
        const qsizetype end = text.indexOf('\n', i);
        const QByteArrayView rest = text.sliced(i + 1, (end < 0 ? text.size() : end) - i - 1);
        if (withoutBlanksAround(rest).isEmpty()) { // the line goes on
            i += rest.size() + 1;
            continue;
        }
        const bool escape =
            rest.size() >= 2 && std::isxdigit(uchar(rest[0])) && std::isxdigit(uchar(rest[1]));
        if (escape)
            out.append(QByteArray::fromHex(rest.first(2).toByteArray()));
        else
            out.append('=');
        i += escape ? 2 : 0;
    }
    return out;
}

/// Of "multipart/mixed; boundary=\"b1\"": b1.
QByteArray boundaryOf(const QByteArray &field)
{
    const qsizetype name = field.toLower().indexOf("boundary=");
    if (name < 0)
        return {};
    QByteArray value = field.mid(name + 9);
    if (value.startsWith('"'))
        return value.mid(1, value.indexOf('"', 1) - 1);
    return value.split(';').first().trimmed();
}

bool isFieldName(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    return colon > 0 && std::all_of(line.begin(), line.begin() + colon,
                                    [](char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '-'; });
}

} // namespace

MailParser::MailParser(RowCollector &rows)
    : ListParser(rows)
    , m_lines([this](const LineSplitter::Line &line) { take(line); })
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

bool MailParser::isBoundary(QByteArrayView line) const
{
    return line.startsWith("--") &&
           std::any_of(m_boundaries.begin(), m_boundaries.end(), [&](const auto &each) {
               return line.sliced(2) == each || line.sliced(2) == QByteArray(each + "--");
           });
}

void MailParser::take(const LineSplitter::Line &line)
{
    m_line += !line.continues;
    const QByteArrayView text = line.text;
    if (m_line == 1 && !line.continues)
        m_isMbox = text.startsWith("From ");
    if (m_isMbox && text.startsWith("From ") && text.contains(':')) {
        endPart();
        m_boundaries.clear();
        m_state = State::Header;
        return;
    }
    const QByteArrayView trimmed = withoutBlanksAround(text);
    if (isBoundary(trimmed)) {
        endPart();
        m_state = trimmed.endsWith("--") && isBoundary(trimmed.chopped(2)) ? State::Outside : State::Header;
        return;
    }
    if (m_state == State::Header && trimmed.isEmpty()) {
        takeHeader(std::exchange(m_field, {}));
        m_state = State::Body;
        m_bodyLine = m_line;
    } else if (m_state == State::Header && isBlank(text.front())) {
        m_field.append(' ').append(trimmed);
    } else if (m_state == State::Header) {
        takeHeader(std::exchange(m_field, trimmed.toByteArray()));
    } else if (m_state == State::Body && m_body.size() + text.size() < MaxDocumentBytes) {
        m_body.append(text);
        if (!line.cut)
            m_body.append('\n');
    }
}

void MailParser::takeHeader(QByteArrayView line)
{
    if (startsWithNoCase(line, "content-transfer-encoding:")) {
        m_encoding = withoutBlanksAround(line.sliced(26)).toByteArray().toLower();
    } else if (startsWithNoCase(line, "content-type:")) {
        const QByteArray value = withoutBlanksAround(line.sliced(13)).toByteArray();
        const parse::MediaType type = parse::mediaTypeOf(value);
        m_type = type.essence;
        m_charset = type.charset;
        const QByteArray boundary = boundaryOf(value);
        if (boundary.isEmpty() && m_type.startsWith("multipart/"))
            m_type.clear(); // its parts cannot be told apart: text
        if (!boundary.isEmpty() && m_boundaries.size() < MaxBoundaries)
            m_boundaries.push_back(boundary);
    }
}

void MailParser::endPart()
{
    const QByteArray type = std::exchange(m_type, {});
    const QByteArray charset = std::exchange(m_charset, {});
    const QByteArray encoding = std::exchange(m_encoding, {});
    QByteArray body = std::exchange(m_body, {});
    m_field.clear();
    if (!(type.isEmpty() || type.startsWith("text/")))
        return;
    if (encoding == "quoted-printable")
        body = decodedQuotedPrintable(body);
    else if (encoding == "base64")
        body = QByteArray::fromBase64(body);
    const bool marked = body.startsWith("\xEF\xBB\xBF");
    const bool told = marked || parse::encodingOfLabel(charset).has_value();
    if (!marked)
        body = decodedByLabel(body, charset);
    std::unique_ptr<ListParser> parser;
    if (type == "text/html")
        parser = std::make_unique<HtmlParser>(
            m_rows, told ? HtmlParser::Encoding::Told : HtmlParser::Encoding::Declared, m_bodyLine);
    else
        parser = std::make_unique<ProseParser>(m_rows, ProseParser::From::File, m_bodyLine);
    parser->feed(body);
    parser->finish();
}

void MailParser::finish()
{
    m_lines.finish();
    endPart();
}

} // namespace turnstone
