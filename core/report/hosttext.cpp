// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hosttext.h"

#include <QCoreApplication>
#include <QUrl>

namespace turnstone {

QString hostText(QByteArrayView url)
{
    const QUrl parsed = QUrl::fromEncoded(url.toByteArray());
    const QString host = parsed.host();
    if (host.isEmpty())
        return QCoreApplication::translate("Report", "no host");
    return parsed.port() < 0 ? host : QString(host + u':' + QString::number(parsed.port()));
}

} // namespace turnstone
