// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace turnstone::test {

/// What a line of JSON Lines says of an address.
struct JsonResult
{
    QString url;
    QString verdict;
    int status = 0;
    QString title;
    QString httpVersion;
    QJsonArray attempts;

    QString lastError() const { return attempts.last()[u"error"].toString(); }
    /// For messages: "http://a/ timeout connect_timeout after 3 attempts".
    QString text() const
    {
        return QStringLiteral("%1: %2 %3 after %4 attempts")
            .arg(url, verdict, lastError())
            .arg(attempts.size());
    }
};

inline QList<JsonResult> readJsonResults(const QByteArray &lines)
{
    QList<JsonResult> results;
    for (const QByteArray &line : lines.split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        results.push_back({object[u"url"].toString(), object[u"verdict"].toString(),
                           object[u"status"].toInt(), object[u"title"].toString(),
                           object[u"http_version"].toString(), object[u"attempts"].toArray()});
    }
    return results;
}

/// How many there are of each verdict, for messages: "12 ok, 3 timeout".
inline QString verdictsOf(const QList<JsonResult> &results)
{
    QHash<QString, int> counts;
    for (const JsonResult &result : results)
        ++counts[result.verdict];
    QStringList words;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        words += QStringLiteral("%1 %2").arg(it.value()).arg(it.key());
    words.sort();
    return words.join(QStringLiteral(", "));
}

} // namespace turnstone::test
