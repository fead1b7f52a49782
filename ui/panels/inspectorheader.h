// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/inspectortab.h"

namespace turnstone {

class ElidedLabel;
class LinkButton;
class VerdictBadge;

/// The verdict of the inspected address, the sentence that explains it, "Try again now" and "Add note".
class InspectorHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit InspectorHeader(QWidget *parent = nullptr);

    void present(const Inspected &inspected);
    /// Nothing can be fetched again, and no note written.
    void setReadOnly(bool readOnly);

Q_SIGNALS:
    void recheckClicked();
    void noteClicked();

private:
    QString sentence(const Inspected &inspected) const;

    VerdictBadge *m_badge;
    ElidedLabel *m_address;
    ElidedLabel *m_reason;
    LinkButton *m_recheck;
    LinkButton *m_note;
    bool m_canRecheck = false;
    bool m_isReadOnly = false;
};

} // namespace turnstone
