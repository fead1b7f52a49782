// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/addressurl.h"

namespace turnstone {

namespace {

bool isHex(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

/// From `from` on; -1: none.
qsizetype strayPercent(const QString &text, qsizetype from)
{
    for (qsizetype at = text.indexOf(u'%', from); at >= 0; at = text.indexOf(u'%', at + 1)) {
        if (at + 2 >= text.size() || !isHex(text[at + 1]) || !isHex(text[at + 2]))
            return at;
    }
    return -1;
}

} // namespace

QUrl addressUrl(const QString &text)
{
    qsizetype at = strayPercent(text, 0);
    if (at < 0)
        return QUrl(text, QUrl::TolerantMode);
    QString escaped;
    qsizetype done = 0;
    for (; at >= 0; at = strayPercent(text, at + 1)) {
        escaped += QStringView(text).sliced(done, at - done);
        escaped += QLatin1StringView("%25");
        done = at + 1;
    }
    escaped += QStringView(text).sliced(done);
    return QUrl(escaped, QUrl::TolerantMode);
}

} // namespace turnstone
