// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/junitwriter.h"

#include "core/base/translation.h"
#include "core/report/rowtext.h"
#include "core/types/fetchresult.h"
#include "core/types/rownumbers.h"

#include <QBuffer>
#include <QXmlStreamWriter>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype FrontBytes = 384; // enough for the largest counts
constexpr char Suite[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"Turnstone\"";

QByteArray padded(QByteArray start)
{
    return start.leftJustified(FrontBytes - 2) + ">\n";
}

QByteArray seconds(qint64 us)
{
    return QByteArray::number(double(std::max<qint64>(us, 0)) / 1e6, 'f', 3);
}

QString hopText(const Hop &hop)
{
    QString text = u"  "_qs + xmlText(QByteArrayView(hop.method)) + u' ' + xmlText(QByteArrayView(hop.url));
    if (hop.status != 0)
        text +=
            u" \u2192 "_qs + QString::number(hop.status) + u' ' + xmlText(QByteArrayView(hop.reasonPhrase));
    QByteArray time;
    appendMs(time, std::max<qint64>(hop.phases.totalUs, 0), 1);
    return text.trimmed().prepend(u"  "_qs) + u", "_qs + QString::fromLatin1(time) + u" ms\n"_qs;
}

/// Every attempt and hop, a line each.
QString evidence(const FetchResult &result)
{
    QString text;
    int number = 0;
    for (const FetchAttempt &attempt : result.attempts) {
        QByteArray started;
        if (attempt.startedAtMs() > 0)
            appendTimestamp(started, attempt.startedAtMs());
        text += tr("Attempt %1").arg(++number) + u' ' + QString::fromLatin1(started) + u'\n';
        for (const Hop &hop : attempt.hops)
            text += hopText(hop);
        for (const QString &words : {attempt.errorText, attempt.challenge}) {
            if (!words.isEmpty())
                text += u"  "_qs + xmlText(words) + u'\n';
        }
    }
    return text;
}

} // namespace

void JUnitWriter::begin(QByteArray &out)
{
    out.append(padded(Suite));
}

QByteArray JUnitWriter::front() const
{
    QByteArray start = Suite;
    const auto attribute = [&start](const char *name, const QByteArray &value) {
        start.append(' ').append(name).append("=\"").append(value).append('"');
    };
    attribute("tests", QByteArray::number(m_tests));
    attribute("failures", QByteArray::number(m_failures));
    attribute("errors", "0");
    attribute("skipped", QByteArray::number(m_skipped));
    attribute("time", seconds(m_totalUs));
    if (m_startedAtMs >= 0) {
        QByteArray moment;
        appendTimestamp(moment, m_startedAtMs);
        attribute("timestamp", moment);
    }
    return padded(start);
}

void JUnitWriter::row(QByteArray &out, QByteArrayView url, const FetchResult &result)
{
    const RowNumbers numbers(result);
    ++m_tests;
    m_totalUs += std::max<qint64>(numbers.totalUs, 0);
    if (numbers.startedAtMs >= 0 && (m_startedAtMs < 0 || numbers.startedAtMs < m_startedAtMs))
        m_startedAtMs = numbers.startedAtMs;

    m_row.truncate(0);
    QBuffer buffer(&m_row);
    buffer.open(QIODevice::WriteOnly);
    QXmlStreamWriter xml(&buffer);
    xml.writeStartElement(u"testcase"_qs);
    xml.writeAttribute(u"classname"_qs, hostText(url));
    xml.writeAttribute(u"name"_qs, xmlText(url));
    xml.writeAttribute(u"time"_qs, QString::fromLatin1(seconds(numbers.totalUs)));
    if (isProblem(result.verdict)) {
        ++m_failures;
        xml.writeStartElement(u"failure"_qs);
        xml.writeAttribute(u"type"_qs, verdictId(result.verdict));
        xml.writeAttribute(u"message"_qs, xmlText(result.reason));
        xml.writeCharacters(evidence(result));
        xml.writeEndElement();
    } else if (!isFine(result.verdict)) {
        ++m_skipped;
        xml.writeEmptyElement(u"skipped"_qs);
        xml.writeAttribute(u"message"_qs, xmlText(result.reason));
    }
    xml.writeEndElement();
    out.append(m_row).append('\n');
}

void JUnitWriter::end(QByteArray &out)
{
    out.append("</testsuite>\n</testsuites>\n");
}

} // namespace turnstone
