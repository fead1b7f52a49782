// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/inspectortab.h"

class QBoxLayout;

namespace turnstone {

class FactGrid;

/// The key facts of a result: the page, the answer, the times.
class OverviewTab final : public InspectorTab
{
    Q_OBJECT

public:
    explicit OverviewTab(QWidget *parent = nullptr);

    void present(const Inspected &inspected) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void presentPage(const Inspected &inspected);
    void presentAnswer(const FetchResult &result);
    void presentConnection(const Hop *hop);
    void presentTimes(const FetchResult &result);

    QBoxLayout *m_evidence; // the answer and its times
    QBoxLayout *m_columns;
    FactGrid *m_page;
    FactGrid *m_answer;
    FactGrid *m_times;
};

} // namespace turnstone
