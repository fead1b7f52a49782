// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/plot.h"

#include "ui/panels/chartarea.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace turnstone {

Plot::Plot(const QString &title, std::vector<Line> lines, Look look, QWidget *parent)
    : QWidget(parent)
    , m_value(new ElidedLabel)
    , m_area(new ChartArea(std::move(lines), std::move(look)))
{
    auto *name = new QLabel(title); // never cut: the value gives way
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    name->setFont(bold);
    m_value->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_value->setForegroundRole(QPalette::PlaceholderText);
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_value->setFont(tabularFigures(font()));
    m_area->setAccessibleName(title);

    auto *top = new QHBoxLayout;
    top->addWidget(name);
    top->addWidget(m_value, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Grid - 2);
    layout->addLayout(top);
    layout->addWidget(m_area);
}

void Plot::setValueText(const QString &text)
{
    if (m_value->text() == text)
        return;
    m_value->setText(text);
    m_area->setAccessibleDescription(text);
}

QString Plot::valueText() const
{
    return m_value->text();
}

void Plot::draw(const std::vector<const TimeSeries *> &series, double from, double to)
{
    m_area->draw(series, from, to);
}

double Plot::top() const
{
    return m_area->top();
}

} // namespace turnstone
