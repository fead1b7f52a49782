// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settingscheck.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "core/types/httptoken.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype MaxMethod = 32;
constexpr qsizetype MaxHeaderLine = 16'384;

bool isFieldValue(QStringView text)
{
    return std::none_of(text.begin(), text.end(),
                        [](QChar c) { return (c.unicode() < 32 && c != u'\t') || c.unicode() == 127; });
}

QString headerProblem(QStringView line)
{
    const qsizetype colon = line.indexOf(u':');
    if (colon < 0)
        return tr("“%1” has no colon. Write a field as Name: value.").arg(visibleLine(line, 40));
    const QStringView name = line.first(colon);
    if (!isHttpToken(name.toLatin1()))
        return tr("“%1” is not a valid name for a header field.").arg(visibleLine(name, 40));
    if (name.compare(QLatin1StringView("Accept-Encoding"), Qt::CaseInsensitive) == 0)
        return tr("Accept-Encoding is set by Turnstone, so that answers can be decompressed.");
    if (!isFieldValue(line.sliced(colon + 1)))
        return tr("The value of %1 contains a control character.").arg(name);
    if (line.size() > MaxHeaderLine)
        return tr("The field %1 is longer than 16,384 characters.").arg(name);
    return {};
}

QUrl proxyUrl(const QString &proxy)
{
    const QString text = proxy.trimmed();
    return QUrl(text.contains(QLatin1StringView("://")) ? text : QLatin1StringView("http://") + text,
                QUrl::StrictMode);
}

} // namespace

QString methodProblem(const QString &method)
{
    if (method.trimmed().isEmpty())
        return tr("Enter a method, such as GET.");
    if (!isHttpToken(method.trimmed().toLatin1()) || method.trimmed().size() > MaxMethod)
        return tr("“%1” is not a method. A method is one word of letters.").arg(visibleLine(method, 40));
    return {};
}

QString userAgentProblem(const QString &userAgent)
{
    if (userAgent.trimmed().isEmpty())
        return tr("Enter a name. Many sites block requests without one.");
    if (!isFieldValue(userAgent) || userAgent.size() > MaxHeaderLine)
        return tr("The name contains a control character or is too long.");
    return {};
}

QString headersProblem(const QString &lines)
{
    for (const QStringView line : QStringView(lines).split(u'\n')) {
        if (line.trimmed().isEmpty())
            continue;
        if (const QString problem = headerProblem(line.trimmed()); !problem.isEmpty())
            return problem;
    }
    return {};
}

QString proxyProblem(const QString &proxy)
{
    if (proxy.trimmed().isEmpty())
        return {};
    const QUrl url = proxyUrl(proxy);
    if (!url.isValid() || url.host().isEmpty())
        return tr("This is not an address. Write http://host:port or socks5://host:port.");
    if (url.scheme() != QLatin1StringView("http") && url.scheme() != QLatin1StringView("socks5"))
        return tr("A proxy is http:// or socks5://, not %1://.").arg(visibleLine(url.scheme(), 20));
    return {};
}

HeaderList headersFromText(const QString &lines)
{
    HeaderList headers;
    for (const QStringView line : QStringView(lines).split(u'\n')) {
        const QStringView trimmed = line.trimmed();
        if (trimmed.isEmpty() || !headerProblem(trimmed).isEmpty())
            continue;
        const qsizetype colon = trimmed.indexOf(u':');
        headers.emplace_back(trimmed.first(colon).toLatin1(), trimmed.sliced(colon + 1).trimmed().toUtf8());
    }
    return headers;
}

QString headersToText(const HeaderList &headers)
{
    QString text;
    for (const auto &[name, value] : headers)
        text += QString::fromLatin1(name) + QLatin1StringView(": ") + QString::fromUtf8(value) + u'\n';
    return text;
}

QUrl proxyFromText(const QString &proxy)
{
    return proxy.trimmed().isEmpty() || !proxyProblem(proxy).isEmpty() ? QUrl() : proxyUrl(proxy);
}

} // namespace turnstone
