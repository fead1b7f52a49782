// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/factgrid.h"

#include "ui/widgets/factvalue.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QFrame>
#include <QGridLayout>
#include <QLabel>

namespace turnstone {

namespace {

FactValue *makeValue(const QString &name, bool isNumber, QWidget *parent)
{
    auto *value = new FactValue(parent);
    value->setFixedHeight(lineHeightFor(value->fontMetrics()) + 1);
    value->setAccessibleName(name);
    if (isNumber) {
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        value->setFixedWidth(figureWidthFor(value->fontMetrics()) + Theme::Grid);
    }
    return value;
}

} // namespace

FactGrid::FactGrid(Values values, QWidget *parent)
    : QWidget(parent)
    , m_values(values)
    , m_layout(new QGridLayout(this))
{
    // The ground of the panel shows through: it is text, not a field to fill in.
    setStyleSheet(u"QLineEdit { background: transparent; border: 1px solid transparent; border-radius: 3px;"
                  " padding: 0; min-height: 0; } QLineEdit:focus { border-color: palette(link); }"_qs);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(Theme::Grid);
    m_layout->setVerticalSpacing(0);
    m_layout->setColumnStretch(values == Values::Text ? 1 : 0, 1);
}

void FactGrid::addFact(const QString &id, const QString &name)
{
    auto *label = new QLabel(name, this);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setFixedHeight(lineHeightFor(label->fontMetrics()) + 1);
    FactValue *value = makeValue(name, m_values == Values::Numbers, this);
    const int row = m_layout->rowCount();
    m_layout->addWidget(label, row, 0);
    m_layout->addWidget(value, row, 1);
    label->hide();
    value->hide();
    m_rows.insert(id, {label, value});
}

void FactGrid::addLine()
{
    auto *line = new QFrame(this);
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    const int row = m_layout->rowCount();
    m_layout->setRowMinimumHeight(row, Theme::Grid);
    m_layout->addWidget(line, row, 0, 1, 2, Qt::AlignVCenter);
}

void FactGrid::setFact(const QString &id, const QString &value)
{
    const Row row = m_rows.value(id);
    Q_ASSERT(row.value);
    row.name->setVisible(!value.isEmpty());
    row.value->setVisible(!value.isEmpty());
    if (row.value->text() == value)
        return;
    row.value->setText(value);
    row.value->setCursorPosition(0);
}

QString FactGrid::fact(const QString &id) const
{
    const Row row = m_rows.value(id);
    return row.value ? row.value->text() : QString();
}

} // namespace turnstone
