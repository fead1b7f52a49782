// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/inspectortab.h"

class QLineEdit;

namespace turnstone {

class PlainTextView;

/// What was sent and what came, field by field, for each hop of each try.
class HeadersTab final : public InspectorTab
{
    Q_OBJECT

public:
    explicit HeadersTab(QWidget *parent = nullptr);

    void present(const Inspected &inspected) override;

private:
    void refill();

    std::optional<FetchResult> m_result;
    QLineEdit *m_filter;
    PlainTextView *m_view;
};

} // namespace turnstone
