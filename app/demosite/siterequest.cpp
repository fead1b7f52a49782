// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/siterequest.h"

#include <QList>

#include <algorithm>

namespace turnstone {

namespace {

qint64 boundedNumber(const QByteArray &text, qint64 fallback, qint64 low, qint64 high)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    return std::clamp(isNumber ? number : fallback, low, high);
}

} // namespace

QByteArray SiteRequest::name() const
{
    const qsizetype end = path.indexOf('/', 1);
    return path.mid(1, end < 0 ? -1 : end - 1);
}

QByteArray SiteRequest::tail() const
{
    const qsizetype start = path.indexOf('/', 1);
    return start < 0 ? QByteArray() : QByteArray::fromPercentEncoding(path.mid(start + 1));
}

qint64 SiteRequest::tailNumber(qint64 fallback, qint64 low, qint64 high) const
{
    return boundedNumber(tail(), fallback, low, high);
}

QByteArray SiteRequest::header(QByteArrayView wanted) const
{
    for (const auto &[field, text] : headers) {
        if (wanted.compare(field, Qt::CaseInsensitive) == 0)
            return text;
    }
    return {};
}

QByteArray SiteRequest::value(QByteArrayView key, const QByteArray &fallback) const
{
    for (const QByteArray &pair : query.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (key == QByteArrayView(pair).first(equals < 0 ? pair.size() : equals))
            return equals < 0 ? QByteArray("1")
                              : QByteArray::fromPercentEncoding(pair.mid(equals + 1).replace('+', ' '));
    }
    return fallback;
}

qint64 SiteRequest::number(QByteArrayView key, qint64 fallback, qint64 low, qint64 high) const
{
    return boundedNumber(value(key), fallback, low, high);
}

} // namespace turnstone
