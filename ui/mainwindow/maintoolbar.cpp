// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/maintoolbar.h"

#include "ui/mainwindow/mainactions.h"
#include "ui/models/filterfields.h"
#include "ui/models/helptexts.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/flatbutton.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>

namespace turnstone {

MainToolBar::MainToolBar(const MainActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_filter(new FilterBox)
{
    setFixedHeight(48);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 0, 10, 1);
    row->setSpacing(4);
    auto *run = new FlatButton(actions.run);
    run->setPrimary(true);
    row->addWidget(run);
    row->addWidget(new FlatButton(actions.stop));
    row->addSpacing(2 * Theme::Grid + 1);
    for (QAction *action : {actions.add, actions.open, actions.exportResults, actions.settings})
        row->addWidget(new FlatButton(action));
    row->addStretch(1);
    m_filter->setPlaceholderText(tr("Filter: words, status:4xx, /regex/"));
    m_filter->setHelp(filterToolTip());
    QList<FilterBox::Completion> fields;
    for (const FilterFieldInfo &field : filterFields())
        fields.append({field.name + u':', filterText(field.matches)});
    m_filter->setCompletions(fields);
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setMinimumWidth(180);
    m_filter->setMaximumWidth(340);
    m_filter->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    row->addWidget(m_filter, 2);
    connect(actions.run, &QAction::changed, run, &QWidget::updateGeometry);
}

void MainToolBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor hairline = Theme::of(palette()).hairline;
    painter.fillRect(0, height() - 1, width(), 1, hairline);
    // Between what runs the crawl and what feeds it.
    const QLayoutItem *stop = layout()->itemAt(1);
    painter.fillRect(stop->geometry().right() + Theme::Grid + 4, 15, 1, height() - 30, hairline);
}

} // namespace turnstone
