// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/changesview.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "ui/delegates/comparedelegate.h"
#include "ui/models/comparemodel.h"
#include "ui/models/runlabel.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/dropdown.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/filterchip.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int MostCopied = 20'000; // rows; more are for a file
constexpr int LeastRows = 3;       // seen in the smallest window

QLabel *makeQuiet(const QString &text)
{
    auto *label = new QLabel(text);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

ChangesView::ChangesView(CompareModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_before(new DropDown)
    , m_after(new DropDown)
    , m_summary(makeQuiet({}))
    , m_export(new QPushButton(tr("Export…")))
    , m_filter(new FilterBox)
    , m_table(new CalmTable)
    , m_note(makeQuiet({}))
{
    auto *content = new QWidget;
    auto *stack = new QStackedLayout(content);
    stack->setStackingMode(QStackedLayout::StackAll); // the table keeps the keyboard while it is empty
    stack->addWidget(m_table);
    stack->addWidget(m_note);
    stack->setCurrentWidget(m_note);
    m_note->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    setUpTable();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makePickers());
    layout->addWidget(makeFilters());
    layout->addWidget(content, 1);
    setFocusProxy(m_table);

    connect(&m_model, &CompareModel::countsChanged, this, &ChangesView::showCounts);
    connect(&m_model, &CompareModel::filtered, this, &ChangesView::updateNote);
    setRuns({});
}

QWidget *ChangesView::makePickers()
{
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(Theme::Grid, Theme::Grid, Theme::Grid, 0);
    layout->setSpacing(Theme::Grid);
    m_before->setAccessibleName(tr("Run before"));
    m_after->setAccessibleName(tr("Run after"));
    layout->addWidget(makeQuiet(tr("From")));
    layout->addWidget(m_before);
    layout->addWidget(makeQuiet(tr("to")));
    layout->addWidget(m_after);
    layout->addSpacing(Theme::Grid);
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_export);
    for (DropDown *picker : {m_before, m_after}) {
        picker->setSizeAdjustPolicy(QComboBox::AdjustToContents); // they come and go
        picker->setMinimumWidth(scaled(72, fontMetrics()));
        picker->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        connect(picker, &QComboBox::activated, this, [this] { choose(true); });
    }
    connect(m_export, &QPushButton::clicked, this, &ChangesView::exportRequested);
    return bar;
}

QWidget *ChangesView::makeFilters()
{
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(Theme::Grid, Theme::Grid, Theme::Grid, Theme::Grid);
    layout->setSpacing(Theme::Grid - 2);
    auto *chips = new FlowLayout(Theme::Grid - 2);
    layout->addLayout(chips, 1);
    for (size_t kind = 0; kind < m_chips.size(); ++kind) {
        m_chips[kind] = new FilterChip(changeLabel(allChanges()[kind]));
        chips->addWidget(m_chips[kind]);
        connect(m_chips[kind], &QAbstractButton::toggled, this, &ChangesView::applyFilter);
    }
    m_filter->setPlaceholderText(tr("Filter: address, title, text"));
    m_filter->setAccessibleName(tr("Filter changes"));
    m_filter->setFixedWidth(scaled(170, fontMetrics()));
    layout->addWidget(m_filter, 0, Qt::AlignTop);
    connect(m_filter, &FilterBox::filterChanged, this, &ChangesView::applyFilter);
    connect(m_filter, &FilterBox::left, m_table, [this] { m_table->setFocus(); });
    return bar;
}

void ChangesView::setUpTable()
{
    m_table->setModel(&m_model);
    m_table->setAccessibleName(tr("Changes between two runs"));
    m_table->setItemDelegate(new CompareDelegate(m_table));
    QHeaderView *header = m_table->horizontalHeader();
    header->resizeSection(int(CompareColumn::Change), scaled(150, fontMetrics()));
    header->setStretchLastSection(true);
    shareWidth();
    connect(header, &QHeaderView::sectionResized, this, [this](int column) {
        if (!m_isSharing && column != int(CompareColumn::After))
            m_widthsAreOurs = false;
    });
    m_table->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    Q_EMIT addressSelected(m_model.rowIdAt(current.row()));
            });
    connect(m_table, &QAbstractItemView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT addressActivated(m_model.rowIdAt(index.row())); });
}

/// The address has the most of what there is, until a column is resized.
void ChangesView::shareWidth()
{
    if (!m_widthsAreOurs)
        return;
    QHeaderView *header = m_table->horizontalHeader();
    const int room = width() - header->sectionSize(int(CompareColumn::Change));
    m_isSharing = true;
    header->resizeSection(int(CompareColumn::Address), std::max(scaled(280, fontMetrics()), room * 2 / 5));
    header->resizeSection(int(CompareColumn::Before), std::max(scaled(220, fontMetrics()), room * 3 / 10));
    m_isSharing = false;
}

QSize ChangesView::minimumSizeHint() const
{
    const int table = m_table->horizontalHeader()->sizeHint().height() +
                      LeastRows * rowHeightFor(fontMetrics()) +
                      m_table->horizontalScrollBar()->sizeHint().height();
    const int above =
        layout()->minimumHeightForWidth(width()) - m_table->parentWidget()->minimumSizeHint().height();
    return {QWidget::minimumSizeHint().width(), above + table};
}

void ChangesView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() == width())
        return;
    shareWidth();
    updateGeometry(); // its height is another at another width
}

void ChangesView::fill(DropDown *picker, const std::vector<RunInfo> &runs, RunId chosen)
{
    const QSignalBlocker blocker(picker);
    picker->clear();
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        picker->addItem(runName(*run), QVariant::fromValue(run->id));
        picker->setItemData(picker->count() - 1, plainToolTip(runDetails(*run)), Qt::ToolTipRole);
    }
    picker->setCurrentIndex(std::max(picker->findData(QVariant::fromValue(chosen)), 0));
}

void ChangesView::setRuns(const std::vector<RunInfo> &runs)
{
    const auto isThere = [&runs](RunId id) {
        return std::any_of(runs.begin(), runs.end(), [id](const RunInfo &run) { return run.id == id; });
    };
    m_endless.clear();
    for (const RunInfo &run : runs) {
        if (run.ending == RunEnding::Open)
            m_endless.push_back(run.id);
    }
    std::pair<RunId, RunId> pair;
    m_byUser = m_byUser && m_compared && isThere(m_compared->first) && isThere(m_compared->second);
    if (m_byUser)
        pair = *m_compared;
    else if (runs.size() >= 2)
        pair = {runs[runs.size() - 2].id, runs.back().id};
    else if (runs.size() == 1)
        pair = {runs.front().id, runs.front().id};
    fill(m_before, runs, pair.first);
    fill(m_after, runs, pair.second);
    for (QWidget *part : std::initializer_list<QWidget *>{m_before, m_after})
        part->setEnabled(runs.size() >= 2);
    m_compared.reset();
    choose(m_byUser);
}

void ChangesView::setActive(bool active)
{
    m_isActive = active;
    updateNote();
}

void ChangesView::setReadOnly(bool readOnly)
{
    m_isReadOnly = readOnly;
    updateNote();
}

/// What is compared is not all there yet.
bool ChangesView::isPartial() const
{
    return m_isActive && m_compared && std::any_of(m_endless.begin(), m_endless.end(), [this](RunId run) {
               return run == m_compared->first || run == m_compared->second;
           });
}

std::optional<std::pair<RunId, RunId>> ChangesView::runs() const
{
    if (m_before->count() < 2)
        return {};
    return std::pair(m_before->currentData().value<RunId>(), m_after->currentData().value<RunId>());
}

void ChangesView::choose(bool byUser)
{
    m_byUser = byUser;
    const std::optional<std::pair<RunId, RunId>> chosen = runs();
    if (!chosen) {
        m_state = State::None;
        updateNote();
        return;
    }
    if (chosen == m_compared)
        return;
    m_compared = chosen;
    Q_EMIT runsChosen(chosen->first, chosen->second);
}

void ChangesView::applyFilter()
{
    DifferenceFilter filter;
    filter.text = m_filter->text().trimmed();
    for (size_t kind = 0; kind < m_chips.size(); ++kind)
        filter.kinds.setFlag(allChanges()[kind], m_chips[kind]->isChecked());
    m_model.setFilter(filter);
}

void ChangesView::showComparing()
{
    m_state = State::Comparing;
    showCounts();
}

void ChangesView::showDone()
{
    m_state = State::Done;
    showCounts();
}

void ChangesView::showProblem(const QString &sentence)
{
    m_state = State::Problem;
    m_problem = sentence;
    showCounts();
}

void ChangesView::showCounts()
{
    for (size_t kind = 0; kind < m_chips.size(); ++kind)
        m_chips[kind]->setCount(m_model.counts()[kind]);
    updateNote();
}

void ChangesView::updateNote()
{
    const QString total = countText(m_model.total());
    const bool all = m_model.filter().isEmpty();
    QString summary;
    if (m_state == State::Comparing)
        summary = tr("Comparing… %1 so far").arg(total);
    else if (m_state == State::Done && all)
        summary = isPartial() ? tr("%1 changed so far").arg(total) : tr("%1 changed").arg(total);
    else if (m_state == State::Done)
        summary = tr("%1 of %2 changed").arg(countText(m_model.rowCount()), total);
    m_summary->setText(summary);

    QString note;
    if (m_state == State::None)
        note = m_before->count() == 0 ? tr("Nothing has been fetched yet.")
               : m_isReadOnly
                   ? tr("There is only one run, so there is nothing to compare.")
                   : tr("There is only one run so far. Check some or all rows again to see what changed.");
    else if (m_state == State::Problem)
        note = m_problem;
    else if (m_model.rowCount() == 0 && m_state == State::Done)
        note = m_model.total() > 0 ? tr("No change matches the filter.")
               : isPartial()       ? tr("One of these runs is not finished yet. Nothing differs so far.")
                                   : tr("Nothing differs between these runs.");
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_export->setEnabled(m_state == State::Done && m_model.rowCount() > 0);
}

bool ChangesView::selectionIsTooLarge() const
{
    qint64 rows = 0;
    const QItemSelection ranges = m_table->selectionModel()->selection();
    for (const QItemSelectionRange &range : ranges)
        rows += range.height();
    return rows > MostCopied;
}

bool ChangesView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy) && selectionIsTooLarge()) {
        Q_EMIT notice(tr("There are too many rows to copy. Export them instead."));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace turnstone
