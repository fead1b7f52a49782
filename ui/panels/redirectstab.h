// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/inspectortab.h"

namespace turnstone {

class CalmTable;
class RedirectModel;

/// The chain of redirects of the last try.
class RedirectsTab final : public InspectorTab
{
    Q_OBJECT

public:
    explicit RedirectsTab(QWidget *parent = nullptr);

    void present(const Inspected &inspected) override;

private:
    RedirectModel *m_model;
    CalmTable *m_table;
};

} // namespace turnstone
