// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/listparser.h"

#include <QCoreApplication>

namespace turnstone {

QString noSuchColumn(const InputSource &source, const QString &wish)
{
    constexpr qsizetype few = 30;
    const QString name =
        source.name.isEmpty() ? QCoreApplication::translate("ListParser", "The text") : source.name;
    if (source.columns.isEmpty())
        return QCoreApplication::translate("ListParser", "%1 has no columns, so it has no column \"%2\".")
            .arg(name, wish);
    const QString names = source.columns.mid(0, few).join(QLatin1StringView(", "));
    return QCoreApplication::translate("ListParser", "%1 has no column \"%2\". It has: %3.")
        .arg(name, wish, names);
}

} // namespace turnstone
