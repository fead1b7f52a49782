// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resultcolumns.h"

#include <QCoreApplication>

namespace turnstone {

QString resultColumnTitle(ResultColumn column)
{
    static constexpr const char *titles[] = {
        QT_TRANSLATE_NOOP("ResultColumn", "Verdict"), QT_TRANSLATE_NOOP("ResultColumn", "Title"),
        QT_TRANSLATE_NOOP("ResultColumn", "Address"), QT_TRANSLATE_NOOP("ResultColumn", "Type"),
        QT_TRANSLATE_NOOP("ResultColumn", "Size"),    QT_TRANSLATE_NOOP("ResultColumn", "First byte"),
        QT_TRANSLATE_NOOP("ResultColumn", "Total"),   QT_TRANSLATE_NOOP("ResultColumn", "Tries"),
        QT_TRANSLATE_NOOP("ResultColumn", "No."),     QT_TRANSLATE_NOOP("ResultColumn", "Status"),
        QT_TRANSLATE_NOOP("ResultColumn", "Host")};
    return QCoreApplication::translate("ResultColumn", titles[int(column)]);
}

QLatin1StringView resultColumnId(ResultColumn column)
{
    static constexpr QLatin1StringView ids[] = {
        QLatin1StringView("verdict"), QLatin1StringView("title"), QLatin1StringView("address"),
        QLatin1StringView("type"),    QLatin1StringView("size"),  QLatin1StringView("ttfb"),
        QLatin1StringView("total"),   QLatin1StringView("tries"), QLatin1StringView("number"),
        QLatin1StringView("status"),  QLatin1StringView("host")};
    return ids[int(column)];
}

} // namespace turnstone
