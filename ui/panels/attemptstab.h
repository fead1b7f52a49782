// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/inspectortab.h"

namespace turnstone {

class AttemptModel;
class CalmTable;

/// Every try of an address, with its phases as a waterfall.
class AttemptsTab final : public InspectorTab
{
    Q_OBJECT

public:
    explicit AttemptsTab(QWidget *parent = nullptr);

    void present(const Inspected &inspected) override;

private:
    AttemptModel *m_model;
    CalmTable *m_table;
};

} // namespace turnstone
