// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "ui/models/roworder.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace turnstone {

class ResultTableModel;

/// Keeps a ResultTableModel in the order a RowQuery asks for, on threads of its own. A new query replaces the
/// one under way; while rows change, the order follows at a calm pace that grows with the size of the list,
/// but at once where rows come to it or leave it.
class RowArranger final : public QObject
{
    Q_OBJECT

public:
    explicit RowArranger(ResultTableModel *model, QObject *parent = nullptr);

    const RowQuery &query() const { return m_query; }
    void setQuery(const RowQuery &query);
    /// While held, changing rows do not move the order; a new query still does.
    void setHeld(bool held);
    bool isBusy() const { return m_background.isBusy(); }

Q_SIGNALS:
    /// The table shows what the present query asks for.
    void arranged();

private:
    void start();
    void finish(const std::optional<Rearrangement> &steps);
    void onRowsChanged();
    void onListChanged();
    void scheduleFollowUp();

    ResultTableModel *m_model;
    RowQuery m_query;
    QTimer m_followUp;
    QElapsedTimer m_took;
    std::chrono::milliseconds m_pace;
    bool m_outdated = false;
    bool m_isOtherList = false; // than the one that is arranged or was
    bool m_held = false;
    QThreadPool m_pieces; // of one arrangement; who waits for them would do so forever, were one taken away
    Background m_background;
};

} // namespace turnstone
