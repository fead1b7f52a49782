// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cleanup.h"

#include <QDialog>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStandardItemModel;

namespace turnstone {

class CalmTable;
class ErrorLabel;
class ProgressLine;
class ShareList;
class StoreReader;

/// How large the project is and what takes it, and what can go. It measures and cleans up in the background;
/// while it cleans up it can be cancelled, and not be closed.
class ProjectDialog final : public QDialog
{
    Q_OBJECT

public:
    using Action = std::function<Outcome(Store &)>;
    struct Access
    {
        StoreReader *reader = nullptr; ///< must outlive the dialog
        /// Does `action` in a thread that may write and calls `done` in this one; empty: not now.
        std::function<void(Action action, std::function<void(const Outcome &)> done)> write;
        QString whyNot; ///< a sentence, where `write` is empty
    };

    explicit ProjectDialog(Access access, QWidget *parent = nullptr);

    bool isWorking() const { return m_work != nullptr; }
    void reject() override;

Q_SIGNALS:
    /// A clean-up ended: runs may be gone.
    void cleanedUp();

private:
    struct Measured
    {
        StoreSizes sizes;
        std::vector<RunInfo> runs;
    };

    QWidget *makeRuns();
    QWidget *makeChoices();
    QWidget *makeProgress();
    QWidget *makeButtons();
    void measure();
    void showMeasured(const Result<Measured> &measured);
    void showRuns();
    void updateChoices();
    CleanUp chosen() const;
    bool confirm(const CleanUp &what);
    void start();
    void showProgress();
    void end(const Outcome &outcome);

    Access m_access;
    Measured m_measured;
    bool m_isMeasured = false;
    std::shared_ptr<CleanUpState> m_work; // while a clean-up goes on
    QTimer m_ticks;
    QLabel *m_size;
    ShareList *m_shares;
    QStandardItemModel *m_runs;
    CalmTable *m_table;
    QCheckBox *m_keep;
    QSpinBox *m_keepCount;
    QLabel *m_keepGain;
    QCheckBox *m_bodies;
    QLabel *m_bodiesGain;
    QLabel *m_note;
    ErrorLabel *m_error;
    QWidget *m_progress;
    QLabel *m_step;
    ProgressLine *m_line;
    QPushButton *m_cancel;
    QPushButton *m_cleanUp;
    QPushButton *m_close;
};

} // namespace turnstone
