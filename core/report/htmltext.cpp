// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/htmltext.h"

#include <QDateTime>

namespace turnstone {

QString reportText(const char *text)
{
    return QCoreApplication::translate("Report", text);
}

QString momentText(qint64 msSinceEpoch)
{
    return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
}

} // namespace turnstone
