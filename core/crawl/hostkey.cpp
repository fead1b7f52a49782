// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/hostkey.h"

#include <QHashFunctions>

#include <algorithm>

namespace turnstone {

namespace {

bool isPlain(QByteArrayView text)
{
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return uchar(c) >= 0x80 || (c >= 'A' && c <= 'Z') || c == '%'; });
}

} // namespace

HostKey::HostKey(QByteArrayView url)
{
    const qsizetype mark = url.indexOf("://");
    const bool secure = mark == 5;
    QByteArrayView rest = mark < 0 ? url : url.sliced(mark + 3);
    const auto *end =
        std::find_if(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?' || c == '#'; });
    rest = rest.first(end - rest.begin());
    if (const qsizetype at = rest.lastIndexOf('@'); at >= 0)
        rest = rest.sliced(at + 1);
    normalise(rest, secure);
}

HostKey::HostKey(const QUrl &url)
{
    const bool secure = url.scheme() == QLatin1StringView("https");
    const int port = url.port(-1);
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    m_own =
        port < 0 || port == (secure ? 443 : 80) ? host : QByteArray(host + ':' + QByteArray::number(port));
    m_view = m_own;
}

void HostKey::normalise(QByteArrayView authority, bool secure)
{
    const QByteArrayView ownPort = secure ? QByteArrayView(":443") : QByteArrayView(":80");
    if (authority.endsWith(ownPort))
        authority.chop(ownPort.size());
    else if (authority.endsWith(':'))
        authority.chop(1);
    if (isPlain(authority)) {
        m_view = authority;
        return;
    }
    const QUrl url(
        QString(QLatin1StringView(secure ? "https://" : "http://") + QString::fromUtf8(authority) + u'/'));
    m_own = url.isValid() ? HostKey(url).bytes() : authority.toByteArray().toLower();
    m_view = m_own;
}

QByteArray HostKey::bytes() const
{
    return m_own.isNull() ? QByteArray::fromRawData(m_view.data(), m_view.size()) : m_own;
}

size_t HostKey::hash() const
{
    return qHashBits(m_view.data(), size_t(m_view.size()), 0);
}

QString HostKey::name(QByteArrayView key)
{
    const qsizetype colon = key.lastIndexOf(':');
    const bool hasPort = colon > key.lastIndexOf(']'); // no bracket: -1, and so is a missing colon
    return QString::fromLatin1(hasPort ? key.first(colon) : key);
}

} // namespace turnstone
