// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/inspectorheader.h"

#include "core/types/displaytext.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/verdictbadge.h"

#include <QGridLayout>
#include <QHBoxLayout>

namespace turnstone {

InspectorHeader::InspectorHeader(QWidget *parent)
    : QWidget(parent)
    , m_badge(new VerdictBadge)
    , m_address(new ElidedLabel(Qt::ElideMiddle))
    , m_reason(new ElidedLabel)
    , m_recheck(new LinkButton(tr("Try again now")))
    , m_note(new LinkButton(tr("Add note")))
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_address->setFont(bold);
    m_reason->setForegroundRole(QPalette::PlaceholderText);

    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(2 * Theme::Grid, Theme::Grid + 2, 2 * Theme::Grid, Theme::Grid - 2);
    lines->setSpacing(1);
    auto *first = new QHBoxLayout;
    first->setSpacing(Theme::Grid);
    first->addWidget(m_badge);
    first->addWidget(m_address);
    first->addStretch();
    auto *second = new QHBoxLayout;
    second->setSpacing(Theme::Grid);
    second->addWidget(m_reason);
    second->addWidget(m_recheck);
    second->addWidget(m_note);
    second->addStretch();
    lines->addLayout(first);
    lines->addLayout(second);
    m_note->setToolTip(tr("Ctrl+M"));
    connect(m_recheck, &LinkButton::clicked, this, &InspectorHeader::recheckClicked);
    connect(m_note, &LinkButton::clicked, this, &InspectorHeader::noteClicked);
}

void InspectorHeader::present(const Inspected &inspected)
{
    if (inspected.result)
        m_badge->setVerdict(inspected.result->verdict);
    else
        m_badge->setState(inspected.state);
    m_address->setText(visibleLine(inspected.address, 2'000));
    m_reason->setText(visibleLine(sentence(inspected), 1'000));
    m_canRecheck = inspected.result && inspected.result->verdict != Verdict::InvalidUrl;
    m_recheck->setVisible(m_canRecheck && !m_isReadOnly);
    m_note->setText(inspected.note.isEmpty() ? tr("Add note") : tr("Edit note"));
    m_note->updateGeometry();
}

void InspectorHeader::setReadOnly(bool readOnly)
{
    m_isReadOnly = readOnly;
    m_recheck->setVisible(m_canRecheck && !readOnly);
    m_note->setVisible(!readOnly);
}

QString InspectorHeader::sentence(const Inspected &inspected) const
{
    if (inspected.result)
        return inspected.result->reason;
    switch (inspected.state) {
    case RowProgress::State::Waiting:
        return tr("Waiting for its turn.");
    case RowProgress::State::Running:
        return inspected.tries > 1 ? tr("Being fetched, attempt %1.").arg(inspected.tries)
                                   : tr("Being fetched.");
    case RowProgress::State::WillRetry:
        return inspected.hostState.isEmpty()
                   ? tr("Waiting to be tried again. Attempts so far: %1.").arg(inspected.tries)
                   : tr("Waiting to be tried again. Attempts so far: %1. Its host: %2.")
                         .arg(QString::number(inspected.tries), inspected.hostState);
    }
    return {};
}

} // namespace turnstone
