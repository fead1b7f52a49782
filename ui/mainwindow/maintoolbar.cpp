// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/maintoolbar.h"

#include "ui/mainwindow/mainactions.h"
#include "ui/models/filterfields.h"
#include "ui/models/helptexts.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/flatbutton.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>

namespace turnstone {

namespace {

constexpr int LeastFilter = 150;

} // namespace

MainToolBar::MainToolBar(const MainActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_filter(new FilterBox)
{
    setFixedHeight(controlHeightFor(fontMetrics()) + 20);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 0, 10, 1);
    row->setSpacing(4);
    for (QAction *action :
         {actions.run, actions.stop, actions.add, actions.open, actions.exportResults, actions.settings}) {
        auto *button = new FlatButton(action);
        m_buttons.append(button);
        row->addWidget(button);
        if (action == actions.stop)
            row->addSpacing(2 * Theme::Grid + 1);
    }
    m_buttons.front()->setPrimary(true);
    row->addStretch(1);
    m_filter->setPlaceholderText(tr("Filter: words, status:4xx, /regex/"));
    m_filter->setHelp(filterToolTip());
    QList<FilterBox::Completion> fields;
    for (const FilterFieldInfo &field : filterFields())
        fields.append({field.name + u':', filterText(field.matches)});
    m_filter->setCompletions(fields);
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setMinimumWidth(scaled(LeastFilter, fontMetrics()));
    m_filter->setMaximumWidth(scaled(340, fontMetrics()));
    m_filter->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    row->addWidget(m_filter, 2);
    connect(actions.run, &QAction::changed, this, &MainToolBar::shareRoom);
    shareRoom();
}

/// The words of the last buttons go first where there is no room for all: their icons and tool tips stay.
void MainToolBar::shareRoom()
{
    int missing = layout()->sizeHint().width() - m_filter->sizeHint().width() + m_filter->minimumWidth();
    missing -= width();
    for (const FlatButton *button : m_buttons)
        missing += button->fullWidth() - button->sizeHint().width();
    for (auto button = m_buttons.rbegin(); button != m_buttons.rend(); ++button) {
        const bool isCompact = missing > 0;
        if (isCompact)
            missing -= (*button)->fullWidth() - (*button)->compactWidth();
        (*button)->setCompact(isCompact);
    }
}

void MainToolBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    shareRoom();
}

void MainToolBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor hairline = Theme::of(palette()).hairline;
    painter.fillRect(0, height() - 1, width(), 1, hairline);
    // Between what runs the crawl and what feeds it.
    const QRect stop = m_buttons[1]->geometry();
    painter.fillRect(stop.right() + Theme::Grid + 4, 15, 1, height() - 30, hairline);
}

} // namespace turnstone
