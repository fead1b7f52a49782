// SPDX-License-Identifier: GPL-3.0-or-later
// What the program says of itself, as rich text without colours and sizes of its own. Made from the tables
// and actions that it describes.
#pragma once

#include <QList>
#include <QString>

class QAction;

namespace turnstone {

/// Actions under a heading, as in a menu.
struct ActionGroup
{
    QString title;
    QList<const QAction *> actions;
};

/// Short: every field with an example.
QString filterToolTip();
/// All that can be written in the filter box.
QString filterReference();
/// Every verdict and state.
QString verdictsExplained();
/// Those of the actions that have shortcuts.
QString shortcutsExplained(const QList<ActionGroup> &groups);

} // namespace turnstone
