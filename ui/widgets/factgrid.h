// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

class QGridLayout;

namespace turnstone {

class FactValue;

/// Names and values in two columns. Values are plain text on one line that can be selected and copied; rows
/// without a value are hidden.
class FactGrid final : public QWidget
{
    Q_OBJECT

public:
    enum class Values { Text, Numbers }; ///< numbers are aligned to the right

    explicit FactGrid(Values values, QWidget *parent = nullptr);

    /// Adds a row; `id` names it for setFact().
    void addFact(const QString &id, const QString &name);
    void addLine();
    void setFact(const QString &id, const QString &value);
    QString fact(const QString &id) const;

private:
    struct Row
    {
        QWidget *name = nullptr;
        FactValue *value = nullptr;
    };

    Values m_values;
    QGridLayout *m_layout;
    QHash<QString, Row> m_rows;
};

} // namespace turnstone
