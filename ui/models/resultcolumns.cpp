// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resultcolumns.h"

#include <QCoreApplication>

#include <iterator>

namespace turnstone {

QString resultColumnTitle(ResultColumn column)
{
    static constexpr const char *titles[] = {
        QT_TRANSLATE_NOOP("ResultColumn", "Verdict"),       QT_TRANSLATE_NOOP("ResultColumn", "Title"),
        QT_TRANSLATE_NOOP("ResultColumn", "Address"),       QT_TRANSLATE_NOOP("ResultColumn", "Type"),
        QT_TRANSLATE_NOOP("ResultColumn", "Size"),          QT_TRANSLATE_NOOP("ResultColumn", "First byte"),
        QT_TRANSLATE_NOOP("ResultColumn", "Total"),         QT_TRANSLATE_NOOP("ResultColumn", "Attempts"),
        QT_TRANSLATE_NOOP("ResultColumn", "No."),           QT_TRANSLATE_NOOP("ResultColumn", "Status"),
        QT_TRANSLATE_NOOP("ResultColumn", "Redirects"),     QT_TRANSLATE_NOOP("ResultColumn", "Host"),
        QT_TRANSLATE_NOOP("ResultColumn", "Note"),          QT_TRANSLATE_NOOP("ResultColumn", "Reason"),
        QT_TRANSLATE_NOOP("ResultColumn", "Final address"), QT_TRANSLATE_NOOP("ResultColumn", "Description"),
        QT_TRANSLATE_NOOP("ResultColumn", "Heading"),       QT_TRANSLATE_NOOP("ResultColumn", "Canonical")};
    static_assert(std::size(titles) == ResultColumnCount);
    return QCoreApplication::translate("ResultColumn", titles[int(column)]);
}

QLatin1StringView resultColumnId(ResultColumn column)
{
    static constexpr QLatin1StringView ids[] = {
        QLatin1StringView("verdict"),     QLatin1StringView("title"),     QLatin1StringView("address"),
        QLatin1StringView("type"),        QLatin1StringView("size"),      QLatin1StringView("ttfb"),
        QLatin1StringView("total"),       QLatin1StringView("tries"),     QLatin1StringView("number"),
        QLatin1StringView("status"),      QLatin1StringView("redirects"), QLatin1StringView("host"),
        QLatin1StringView("note"),        QLatin1StringView("reason"),    QLatin1StringView("final"),
        QLatin1StringView("description"), QLatin1StringView("h1"),        QLatin1StringView("canonical")};
    static_assert(std::size(ids) == ResultColumnCount);
    return ids[int(column)];
}

std::optional<RowDetail> detailOf(ResultColumn column)
{
    switch (column) {
    case ResultColumn::Reason:
        return RowDetail::Reason;
    case ResultColumn::FinalAddress:
        return RowDetail::FinalAddress;
    case ResultColumn::Description:
        return RowDetail::Description;
    case ResultColumn::Heading:
        return RowDetail::Heading;
    case ResultColumn::Canonical:
        return RowDetail::Canonical;
    default:
        return {};
    }
}

} // namespace turnstone
