// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/columnchoice.h"

#include <QHash>
#include <QJsonValue>
#include <QString>

#include <functional>

namespace turnstone {

class RowCollector;

/// Calls `visit` for every string in a JSON value with its column: its key and that of the object or array
/// around it, "items.url"; just "url" at the top. A key that is an address is a leaf of its own,
/// "items.(key)".
void visitJsonLeaves(const QJsonValue &value,
                     const std::function<void(const QString &column, const QString &text)> &visit);

/// Puts what such a string holds into `rows`. Half a character ("\ud83d" alone) makes it bad: it cannot be
/// sent, and nothing else may be in its place.
void takeJsonLeaf(const QString &text, qint64 line, RowCollector &rows);

/// Columns by their names, as JSON and XML have them, with the choice among them.
class LeafColumns final
{
public:
    void see(const QString &column, QByteArrayView text);
    const ColumnChoice &choice() const { return m_choice; }
    /// The name of the wished or likeliest column; empty where there is none.
    QString chosen(const QString &wish) const;
    int indexOf(const QString &column) const { return m_indexes.value(column, -1); }

private:
    ColumnChoice m_choice;
    QHash<QString, int> m_indexes;
};

} // namespace turnstone
