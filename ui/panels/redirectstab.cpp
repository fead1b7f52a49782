// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/redirectstab.h"

#include "ui/models/redirectmodel.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/measures.h"

#include <QHeaderView>

namespace turnstone {

RedirectsTab::RedirectsTab(QWidget *parent)
    : InspectorTab(parent)
    , m_model(new RedirectModel(this))
    , m_table(new CalmTable)
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Redirects"));
    m_table->setTextElideMode(Qt::ElideMiddle);
    QHeaderView *header = m_table->horizontalHeader();
    for (const RedirectColumn column :
         {RedirectColumn::Number, RedirectColumn::Status, RedirectColumn::Method, RedirectColumn::FirstByte,
          RedirectColumn::Time})
        header->setSectionResizeMode(int(column), QHeaderView::ResizeToContents);
    header->setSectionResizeMode(int(RedirectColumn::Address), QHeaderView::Stretch);
    m_table->setAlternatingRowColors(false);
    m_table->viewport()->setBackgroundRole(QPalette::Window);
    setContent(m_table);
}

void RedirectsTab::present(const Inspected &inspected)
{
    const FetchAttempt *last = inspected.result ? inspected.result->lastAttempt() : nullptr;
    m_model->setAttempt(last);
    if (!last || last->hops.empty())
        return showNote(notFetchedNote(inspected));
    if (m_model->rowCount() < 2)
        return showNote(tr("The address answered directly, without a redirect."));
    showContent();
}

} // namespace turnstone
