// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/inputreport.h"

#include "core/base/translation.h"

namespace turnstone {

QString listKindText(ListKind kind)
{
    switch (kind) {
    case ListKind::Lines:
        return tr("one address per line");
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
        return tr("the links on a page");
    }
    return {};
}

QString inputNoteText(const InputNote &note)
{
    switch (note.kind) {
    case InputNote::Kind::Respelled:
        return tr("This is the same request as %1, so it is fetched only once.").arg(note.address);
    case InputNote::Kind::Spaces:
        return tr("The spaces in it were encoded: %1.").arg(note.address);
    case InputNote::Kind::Backslashes:
        return tr("The backslashes in it were read as slashes: %1.").arg(note.address);
    case InputNote::Kind::Extract:
        return tr("Only %1 was taken from this.").arg(note.address);
    }
    return {};
}

} // namespace turnstone
