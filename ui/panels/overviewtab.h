// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/inspectortab.h"

namespace turnstone {

class FactGrid;

/// The key facts of a result: the page, the answer, the times.
class OverviewTab final : public InspectorTab
{
    Q_OBJECT

public:
    explicit OverviewTab(QWidget *parent = nullptr);

    void present(const Inspected &inspected) override;

private:
    void presentPage(const Inspected &inspected);
    void presentAnswer(const FetchResult &result);
    void presentTimes(const FetchResult &result);

    FactGrid *m_page;
    FactGrid *m_answer;
    FactGrid *m_times;
};

} // namespace turnstone
