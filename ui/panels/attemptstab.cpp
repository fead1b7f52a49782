// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/attemptstab.h"

#include "ui/delegates/waterfalldelegate.h"
#include "ui/models/attemptmodel.h"
#include "ui/panels/legendheader.h"
#include "ui/widgets/calmtable.h"

namespace turnstone {

AttemptsTab::AttemptsTab(QWidget *parent)
    : InspectorTab(parent)
    , m_model(new AttemptModel(this))
    , m_table(new CalmTable)
{
    auto *header = new LegendHeader(int(AttemptColumn::Waterfall), m_table);
    m_table->setHorizontalHeader(header);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Attempts"));
    m_table->setItemDelegateForColumn(int(AttemptColumn::Waterfall), new WaterfallDelegate(m_table));
    m_table->setItemDelegateForColumn(int(AttemptColumn::Result), new AttemptResultDelegate(m_table));
    for (const AttemptColumn column :
         {AttemptColumn::Number, AttemptColumn::Started, AttemptColumn::Result, AttemptColumn::Time})
        header->setSectionResizeMode(int(column), QHeaderView::ResizeToContents);
    header->setStretchLastSection(true);
    m_table->setAlternatingRowColors(false);
    m_table->viewport()->setBackgroundRole(QPalette::Window);
    setContent(m_table);
}

void AttemptsTab::present(const Inspected &inspected)
{
    if (!inspected.result || inspected.result->attempts.empty()) {
        m_model->setAttempts({});
        return showNote(notFetchedNote(inspected));
    }
    m_model->setAttempts(inspected.result->attempts);
    showContent();
}

} // namespace turnstone
