// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/inputreport.h"

#include <QCoreApplication>

namespace turnstone {

QString listKindText(ListKind kind)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("ListKind", text); };
    switch (kind) {
    case ListKind::Lines:
        return tr("an address a line");
    case ListKind::Prose:
        return tr("text");
    case ListKind::Mail:
        return tr("mail");
    case ListKind::Table:
        return tr("a table");
    case ListKind::Json:
        return tr("JSON");
    case ListKind::JsonLines:
        return tr("JSON Lines");
    case ListKind::Xml:
        return tr("XML");
    case ListKind::Html:
        return tr("the links of a page");
    }
    return {};
}

} // namespace turnstone
