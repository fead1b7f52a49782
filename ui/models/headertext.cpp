// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/headertext.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "core/types/secrets.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

constexpr qsizetype MostHeaderText = 250'000;
constexpr qsizetype LongestField = 4'000;

class HeaderText final
{
    Q_DECLARE_TR_FUNCTIONS(HeaderText)

public:
    explicit HeaderText(QString filter)
        : m_filter(std::move(filter))
    {}

    void title(const QString &text)
    {
        if (!m_text.isEmpty())
            m_text += u'\n';
        m_text += QStringLiteral("\u25B8 ") + text + u'\n';
    }

    void line(const QString &text) { m_text += text + u'\n'; }

    void fields(const HeaderList &headers)
    {
        for (const auto &[name, value] : headers) {
            if (m_text.size() > MostHeaderText) {
                if (!std::exchange(m_isFull, true))
                    line(QStringLiteral("\u2026 ") + tr("more fields are not shown"));
                return;
            }
            const QString field =
                visibleLine(name, 200) + QLatin1StringView(": ") + shown(shownHeaderValue(name, value));
            if (m_filter.isEmpty() || field.contains(m_filter, Qt::CaseInsensitive))
                line(field);
        }
    }

    bool isFull() const { return m_isFull; }
    QString take() { return std::move(m_text); }

private:
    /// Fields are Latin-1 by the book and UTF-8 in the wild.
    static QString shown(const QByteArray &value)
    {
        const QByteArrayView head = QByteArrayView(value).first(std::min(value.size(), 4 * LongestField));
        const QString text = QString::fromUtf8(head);
        return visibleLine(text.contains(QChar::ReplacementCharacter) ? QString::fromLatin1(head) : text,
                           LongestField);
    }

    QString m_filter;
    QString m_text;
    bool m_isFull = false;
};

void writeHop(HeaderText &writer, const Hop &hop, const QString &place)
{
    writer.title(tr("Request") + place);
    writer.line(visibleLine(hop.method, 32) + u' ' + visibleLine(hop.url, LongestField));
    writer.fields(hop.requestHeaders);
    if (hop.status == 0)
        return;
    writer.title(tr("Answer") + place);
    writer.line(statusText(hop.status, hop.reasonPhrase));
    writer.fields(hop.responseHeaders);
}

} // namespace

bool hasHeaders(const FetchResult &result)
{
    return std::any_of(result.attempts.begin(), result.attempts.end(), [](const FetchAttempt &attempt) {
        return std::any_of(attempt.hops.begin(), attempt.hops.end(), [](const Hop &hop) {
            return !hop.requestHeaders.isEmpty() || !hop.responseHeaders.isEmpty();
        });
    });
}

QString headerText(const FetchResult &result, const QString &filter)
{
    HeaderText writer(filter);
    for (size_t i = 0; i < result.attempts.size(); ++i) {
        const std::vector<Hop> &hops = result.attempts[i].hops;
        for (size_t hop = 0; hop < hops.size() && !writer.isFull(); ++hop) {
            QString place;
            if (result.attempts.size() > 1)
                place += QStringLiteral(" \u00B7 ") + tr("attempt %1").arg(i + 1);
            if (hops.size() > 1)
                place += QStringLiteral(" \u00B7 ") + tr("hop %1").arg(hop + 1);
            writeHop(writer, hops[hop], place);
        }
    }
    return writer.take();
}

} // namespace turnstone
