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
        QT_TRANSLATE_NOOP("ResultColumn", "Total"),   QT_TRANSLATE_NOOP("ResultColumn", "Tries")};
    return QCoreApplication::translate("ResultColumn", titles[int(column)]);
}

} // namespace turnstone
