// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/history.h"
#include "core/types/run.h"

#include <QWidget>

#include <array>
#include <optional>
#include <utility>
#include <vector>

class QLabel;
class QPushButton;

namespace turnstone {

class CalmTable;
class CompareModel;
class DropDown;
class FilterBox;
class FilterChip;

/// What differs between two runs of the project: which runs, how many differences of each kind, and a table
/// of them.
class ChangesView final : public QWidget
{
    Q_OBJECT

public:
    /// `model` must outlive the view.
    explicit ChangesView(CompareModel &model, QWidget *parent = nullptr);

    /// Oldest first. A pair that the user chose stays while it is there; else the last two are compared.
    void setRuns(const std::vector<RunInfo> &runs);
    /// Whether a run is under way: one without an end has more to find then.
    void setActive(bool active);
    /// Nothing can be checked again.
    void setReadOnly(bool readOnly);
    /// The runs that are chosen: before, after. Nothing where there are none to compare.
    std::optional<std::pair<RunId, RunId>> runs() const;

    FilterBox *filter() const { return m_filter; }
    /// At its present width: all that is above the table, and a few rows of it.
    QSize minimumSizeHint() const override;

    void showComparing();
    void showDone();
    void showProblem(const QString &sentence);

Q_SIGNALS:
    /// These are to be compared now.
    void runsChosen(turnstone::RunId before, turnstone::RunId after);
    void exportRequested();
    void addressActivated(turnstone::RowId row);
    /// Another one is current.
    void addressSelected(turnstone::RowId row);
    /// A sentence for the message bar.
    void notice(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class State { None, Comparing, Done, Problem };

    QWidget *makePickers();
    QWidget *makeFilters();
    void setUpTable();
    void shareWidth();
    void fill(DropDown *picker, const std::vector<RunInfo> &runs, RunId chosen);
    void choose(bool byUser);
    void applyFilter();
    void showCounts();
    void updateNote();
    bool isPartial() const;
    bool selectionIsTooLarge() const;

    CompareModel &m_model;
    DropDown *m_before;
    DropDown *m_after;
    QLabel *m_summary;
    QPushButton *m_export;
    std::array<FilterChip *, ChangeCount> m_chips{};
    FilterBox *m_filter;
    CalmTable *m_table;
    QLabel *m_note;
    std::optional<std::pair<RunId, RunId>> m_compared;
    bool m_byUser = false;
    bool m_widthsAreOurs = true; // no column was resized
    bool m_isSharing = false;
    bool m_isReadOnly = false;
    bool m_isActive = false;
    std::vector<RunId> m_endless; // of the runs, those without an end
    State m_state = State::None;
    QString m_problem;
};

} // namespace turnstone
