// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tablepages.h"

#include "ui/widgets/measures.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr int LeastHeight = 96; // at the font that measures.h counts from

} // namespace

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
    updateGeometry();
    if (hadKeyboard)
        page->widget->setFocus();
    Q_EMIT shown(id);
}

QSize TablePages::minimumSizeHint() const
{
    const QSize size = QStackedWidget::minimumSizeHint();
    const QWidget *page = currentWidget();
    const int height = page ? page->minimumSizeHint().height() : 0;
    return {size.width(), std::max(height, scaled(LeastHeight, fontMetrics()))};
}

const TablePage &TablePages::current() const
{
    return m_pages[size_t(currentIndex())];
}

} // namespace turnstone
