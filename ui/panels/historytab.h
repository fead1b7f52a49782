// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/history.h"
#include "ui/panels/inspectortab.h"

#include <vector>

class QLabel;

namespace turnstone {

class CalmTable;
class HistoryModel;
class Sparkline;
class VerdictStrip;

/// What every run found at the address: a strip of verdicts, its times as a line, and a table of what
/// changed. It asks for its entries by a signal.
class HistoryTab final : public InspectorTab
{
    Q_OBJECT

public:
    explicit HistoryTab(QWidget *parent = nullptr);

    void present(const Inspected &inspected) override;
    /// The answer to entriesWanted(), oldest first; that to an earlier row is ignored.
    void setEntries(RowId row, const Result<std::vector<HistoryEntry>> &entries);

Q_SIGNALS:
    void entriesWanted(turnstone::RowId row);

private:
    QWidget *makeTop();
    void showEntries();
    void showEntry(int entry);

    RowId m_row = 0;
    QString m_address;
    HistoryModel *m_model;
    CalmTable *m_table;
    VerdictStrip *m_strip;
    Sparkline *m_times;
    QLabel *m_span;
};

} // namespace turnstone
