// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/inspectortab.h"

#include "ui/widgets/theme.h"

#include <QLabel>
#include <QStackedLayout>

namespace turnstone {

InspectorTab::InspectorTab(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedLayout(this))
    , m_note(new QLabel(this))
{
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_note->setContentsMargins(2 * Theme::Grid, Theme::Grid, 2 * Theme::Grid, Theme::Grid);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_stack->addWidget(m_note);
}

void InspectorTab::setContent(QWidget *content)
{
    m_stack->addWidget(content);
}

void InspectorTab::showContent()
{
    m_note->clear();
    m_stack->setCurrentIndex(1);
}

void InspectorTab::showNote(const QString &sentence)
{
    m_note->setText(sentence);
    m_stack->setCurrentIndex(0);
}

QString InspectorTab::note() const
{
    return m_note->text();
}

QString InspectorTab::notFetchedNote(const Inspected &inspected)
{
    if (inspected.result)
        return tr("No request was sent for this address.");
    switch (inspected.state) {
    case RowProgress::State::Running:
        return inspected.isAgain
                   ? tr("This address is being checked again. History shows what was found before.")
                   : tr("This address is being fetched.");
    case RowProgress::State::WillRetry:
        return inspected.hostState.isEmpty()
                   ? tr("This address will be tried again.")
                   : tr("This address will be tried again. Its host: %1.").arg(inspected.hostState);
    case RowProgress::State::Waiting:
        break;
    }
    return inspected.isAgain
               ? tr("This address is waiting to be checked again. History shows what was found before.")
               : tr("This address has not been fetched yet.");
}

} // namespace turnstone
