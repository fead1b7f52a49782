// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/redirectpolicy.h"

#include "core/base/translation.h"
#include "core/types/addressurl.h"

#include <QStringDecoder>

namespace turnstone {

namespace {

RedirectStep refuse(const QString &why)
{
    RedirectStep step;
    step.error = FetchError::BadRedirect;
    step.errorText = why;
    return step;
}

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == QLatin1StringView("https") ? 443 : 80);
}

/// The Location as text. Bytes that are not UTF-8 stand for themselves and are asked for as they are.
QString textOf(QByteArrayView location)
{
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = utf8(location);
    if (!utf8.hasError())
        return text;
    QByteArray escaped;
    for (const char byte : location) {
        if (uchar(byte) < 0x80)
            escaped += byte;
        else
            escaped += '%' + QByteArray(1, byte).toHex().toUpper();
    }
    return QString::fromLatin1(escaped);
}

bool sameOrigin(const QUrl &a, const QUrl &b)
{
    return a.scheme() == b.scheme() && a.host() == b.host() && portOf(a) == portOf(b);
}

} // namespace

bool isRedirectStatus(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

RedirectStep followRedirect(int status, QByteArrayView location, const QUrl &from, const QByteArray &method)
{
    constexpr qsizetype longest = 16384;
    if (location.trimmed().isEmpty())
        return refuse(tr("The redirect names no target."));
    if (location.size() > longest)
        return refuse(tr("The redirect's target is longer than 16,384 bytes."));
    const QUrl relative = addressUrl(textOf(location.trimmed()));
    QUrl target = from.resolved(relative);
    target.setFragment(QString());
    target.setUserInfo(QString());
    const QString scheme = target.scheme();
    if (!relative.isValid() || !target.isValid())
        return refuse(tr("The redirect's target is not a valid address."));
    if (scheme != QLatin1StringView("http") && scheme != QLatin1StringView("https"))
        return refuse(tr("The redirect leads to a %1 address.").arg(scheme.left(32)));
    if (target.host().isEmpty())
        return refuse(tr("The redirect's target has no host."));
    if (target.path().isEmpty())
        target.setPath(QStringLiteral("/"));

    RedirectStep step;
    step.url = target;
    step.method = method;
    const bool becomesGet =
        (status == 303 && method != "HEAD") || (status != 307 && status != 308 && method == "POST");
    if (becomesGet) {
        step.method = "GET";
        step.keepsBody = false;
    }
    step.keepsCredentials = sameOrigin(from, target);
    step.losesTls = from.scheme() == QLatin1StringView("https") && scheme == QLatin1StringView("http");
    return step;
}

} // namespace turnstone
