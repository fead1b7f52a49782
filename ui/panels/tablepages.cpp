// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tablepages.h"

#include <algorithm>

namespace turnstone {

void TablePages::add(const TablePage &page)
{
    m_pages.push_back(page);
    addWidget(page.widget);
}

void TablePages::showPage(const QByteArray &id)
{
    const auto page =
        std::find_if(m_pages.begin(), m_pages.end(), [&id](const TablePage &each) { return each.id == id; });
    Q_ASSERT(page != m_pages.end());
    const bool hadKeyboard = currentWidget()->isAncestorOf(window()->focusWidget());
    setCurrentWidget(page->widget);
    if (hadKeyboard)
        page->widget->setFocus();
    Q_EMIT shown(id);
}

const TablePage &TablePages::current() const
{
    return m_pages[size_t(currentIndex())];
}

} // namespace turnstone
