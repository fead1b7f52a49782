// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/headerstab.h"

#include "ui/models/headertext.h"
#include "ui/widgets/fieldhighlighter.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/plaintextview.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace turnstone {

HeadersTab::HeadersTab(QWidget *parent)
    : InspectorTab(parent)
    , m_filter(new QLineEdit)
    , m_view(new PlainTextView)
{
    m_filter->setPlaceholderText(tr("Filter fields"));
    m_filter->setAccessibleName(tr("Filter header fields"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(scaled(260, fontMetrics()));
    m_view->setAccessibleName(tr("Header fields"));
    new FieldHighlighter(m_view);

    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, Theme::Grid, 0, 0);
    layout->setSpacing(Theme::Grid);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(2 * Theme::Grid, 0, 2 * Theme::Grid, 0);
    top->addWidget(m_filter);
    top->addStretch();
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    setContent(content);
    connect(m_filter, &QLineEdit::textChanged, this, &HeadersTab::refill);
}

void HeadersTab::present(const Inspected &inspected)
{
    m_result = inspected.result;
    if (!m_result || m_result->attempts.empty())
        return showNote(notFetchedNote(inspected));
    if (!hasHeaders(*m_result))
        return showNote(tr("Header fields were not kept. Turn on Keep header fields in the settings, then "
                           "check the address again."));
    refill();
    showContent();
}

void HeadersTab::refill()
{
    if (m_result)
        m_view->setPlainText(headerText(*m_result, m_filter->text()));
}

} // namespace turnstone
