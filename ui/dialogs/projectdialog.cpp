// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/projectdialog.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "ui/models/runlabel.h"
#include "ui/models/storereader.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/errorlabel.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/progressline.h"
#include "ui/widgets/sharelist.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/tickbox.h"

#include <QDir>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace turnstone {

using namespace std::chrono_literals;

namespace {

constexpr int UsualRuns = 3; // to keep, where there are more

QLabel *makeQuiet(const QString &text = {})
{
    auto *label = new QLabel(text);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel *makeHeading(const QString &text)
{
    auto *label = new QLabel(text);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

qint64 problemsOf(const RunInfo &run)
{
    qint64 problems = 0;
    for (const Verdict verdict : allVerdicts())
        problems += isProblem(verdict) ? run.byVerdict[size_t(verdict)] : 0;
    return problems;
}

QStandardItem *makeItem(const QString &text, bool isNumber = false)
{
    auto *item = new QStandardItem(text);
    item->setEditable(false);
    item->setTextAlignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return item;
}

} // namespace

ProjectDialog::ProjectDialog(Access access, QWidget *parent)
    : QDialog(parent)
    , m_access(std::move(access))
    , m_size(makeHeading(tr("Measuring…")))
    , m_shares(new ShareList)
    , m_runs(new QStandardItemModel(this))
    , m_note(makeQuiet(m_access.whyNot))
    , m_error(new ErrorLabel)
{
    setWindowTitle(tr("Size and clean-up"));
    auto *name = new ElidedLabel(Qt::ElideMiddle);
    name->setText(QDir::toNativeSeparators(m_access.reader->path()));
    name->setForegroundRole(QPalette::PlaceholderText);
    m_shares->setAccessibleName(tr("What takes up space"));
    m_note->setWordWrap(true);
    m_note->setVisible(!m_access.whyNot.isEmpty());

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid);
    layout->setSpacing(Theme::Grid);
    layout->addWidget(m_size);
    layout->addWidget(name);
    layout->addWidget(m_shares);
    layout->addSpacing(Theme::Grid);
    layout->addWidget(makeHeading(tr("Runs")));
    layout->addWidget(makeRuns(), 1);
    layout->addSpacing(Theme::Grid);
    layout->addWidget(makeHeading(tr("Clean up")));
    layout->addWidget(makeChoices());
    layout->addWidget(m_note);
    layout->addWidget(m_error);
    layout->addSpacing(Theme::Grid);
    layout->addWidget(makeProgress());
    layout->addWidget(makeButtons());
    resize(scaled(600, fontMetrics()), 0);

    m_ticks.setInterval(100ms);
    connect(&m_ticks, &QTimer::timeout, this, &ProjectDialog::showProgress);
    updateChoices();
    measure();
}

QWidget *ProjectDialog::makeRuns()
{
    m_table = new CalmTable;
    m_table->setModel(m_runs);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMinimumHeight(5 * rowHeightFor(fontMetrics()));
    m_table->setAlternatingRowColors(false);
    showRuns();
    return m_table;
}

QWidget *ProjectDialog::makeChoices()
{
    m_keep = new TickBox(tr("&Keep only the last"));
    m_keepCount = new QSpinBox;
    m_keepCount->setRange(1, 1);
    m_keepCount->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_keepCount->setFixedWidth(scaled(48, fontMetrics()));
    m_keepCount->setAlignment(Qt::AlignRight);
    m_keepCount->setAccessibleName(tr("Runs to keep"));
    m_keepGain = makeQuiet();
    m_bodies = new TickBox(tr("&Remove stored bodies"));
    m_bodiesGain = makeQuiet();
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::Grid);
    grid->setVerticalSpacing(Theme::Grid / 2);
    grid->addWidget(m_keep, 0, 0);
    grid->addWidget(m_keepCount, 0, 1);
    grid->addWidget(new QLabel(tr("runs")), 0, 2);
    grid->addWidget(m_keepGain, 0, 3, Qt::AlignRight);
    grid->addWidget(m_bodies, 1, 0, 1, 3);
    grid->addWidget(m_bodiesGain, 1, 3, Qt::AlignRight);
    grid->setColumnStretch(3, 1);
    connect(m_keepCount, &QSpinBox::valueChanged, this, [this] {
        m_keep->setChecked(true);
        updateChoices();
    });
    for (QCheckBox *choice : {m_keep, m_bodies})
        connect(choice, &QCheckBox::toggled, this, &ProjectDialog::updateChoices);
    return box;
}

QWidget *ProjectDialog::makeProgress()
{
    m_progress = new QWidget;
    m_step = new QLabel;
    m_line = new ProgressLine;
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setAutoDefault(false);
    auto *layout = new QHBoxLayout(m_progress);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * Theme::Grid);
    layout->addWidget(m_step, 1);
    layout->addWidget(m_line);
    layout->addWidget(m_cancel);
    m_progress->hide();
    connect(m_cancel, &QPushButton::clicked, this, &ProjectDialog::reject);
    return m_progress;
}

QWidget *ProjectDialog::makeButtons()
{
    auto *box = new QWidget;
    m_cleanUp = new QPushButton;
    m_cleanUp->setAutoDefault(false);
    m_close = new QPushButton(tr("Close"));
    m_close->setDefault(true);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Grid);
    layout->addStretch();
    layout->addWidget(m_cleanUp);
    layout->addWidget(m_close);
    connect(m_cleanUp, &QPushButton::clicked, this, &ProjectDialog::start);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    return box;
}

void ProjectDialog::measure()
{
    const auto question = [](Store &store) -> Result<Measured> {
        Measured measured;
        Result<std::vector<RunInfo>> runs = store.runs();
        if (!runs)
            return runs.error();
        Result<StoreSizes> sizes = store.sizes();
        if (!sizes)
            return sizes.error();
        measured.runs = std::move(runs).value();
        measured.sizes = std::move(sizes).value();
        return measured;
    };
    m_access.reader->ask<Measured>(this, question,
                                   [this](const Result<Measured> &measured) { showMeasured(measured); });
}

void ProjectDialog::showMeasured(const Result<Measured> &measured)
{
    if (!measured) {
        m_size->setText(tr("Size unknown"));
        m_error->setText(measured.error().message);
        m_error->show();
        return;
    }
    m_measured = measured.value();
    const StoreSizes &sizes = m_measured.sizes;
    m_size->setText(bytesText(sizes.fileBytes));
    std::vector<ShareList::Share> shares;
    const double whole = double(std::max<qint64>(sizes.fileBytes, 1));
    for (const SizeShare &share : sizeShares(sizes)) {
        const QString amount = bytesText(share.bytes);
        shares.push_back({share.name, sizes.estimated ? tr("about %1").arg(amount) : amount,
                          std::min(double(share.bytes) / whole, 1.0)});
    }
    m_shares->setShares(std::move(shares));
    m_keepCount->blockSignals(true);
    const bool first = !std::exchange(m_isMeasured, true);
    m_keepCount->setRange(1, std::max(int(m_measured.runs.size()) - 1, 1));
    if (first)
        m_keepCount->setValue(UsualRuns);
    m_keepCount->blockSignals(false);
    showRuns();
    updateChoices();
}

void ProjectDialog::showRuns()
{
    m_runs->clear();
    m_runs->setHorizontalHeaderLabels({tr("Run"), tr("Details"), tr("Problems")});
    m_runs->horizontalHeaderItem(2)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (auto run = m_measured.runs.rbegin(); run != m_measured.runs.rend(); ++run)
        m_runs->appendRow({makeItem(runName(*run)), makeItem(runDetails(*run)),
                           makeItem(countText(problemsOf(*run)), true)});
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(1, QHeaderView::Stretch);
    header->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header->resizeSection(2, scaled(84, fontMetrics()));
}

void ProjectDialog::updateChoices()
{
    const bool can = m_isMeasured && m_access.write && !isWorking();
    const bool hasOld = m_measured.runs.size() > 1;
    const CleanUpGains gains = cleanUpGains(m_measured.sizes, m_measured.runs, m_keepCount->value());
    m_keep->setEnabled(can && hasOld);
    m_keepCount->setEnabled(can && hasOld);
    m_bodies->setEnabled(can && gains.bodies > 0);
    const auto upTo = [](qint64 bytes) { return tr("frees up to %1").arg(bytesText(bytes)); };
    m_keepGain->setText(!m_isMeasured ? QString()
                        : hasOld      ? upTo(gains.oldRuns)
                                      : tr("there is only one run"));
    m_bodiesGain->setText(!m_isMeasured      ? QString()
                          : gains.bodies > 0 ? upTo(gains.bodies)
                                             : tr("none are stored"));
    m_cleanUp->setText(chosen().removesAnything() ? tr("Clean up…") : tr("Release free space"));
    m_cleanUp->setEnabled(can && (chosen().removesAnything() || gains.free > 0));
    m_close->setEnabled(!isWorking());
}

CleanUp ProjectDialog::chosen() const
{
    CleanUp what;
    if (m_keep->isChecked() && m_keep->isEnabled())
        what.keepRuns = m_keepCount->value();
    what.dropBodies = m_bodies->isChecked() && m_bodies->isEnabled();
    return what;
}

bool ProjectDialog::confirm(const CleanUp &what)
{
    QStringList goes;
    if (what.keepRuns) {
        const int old = int(m_measured.runs.size()) - *what.keepRuns;
        goes << (old == 1 ? tr("The results of the oldest run, and their part of every history. Where a "
                               "result is the latest known of its address, it stays.")
                          : tr("The results of the %1 oldest runs, and their part of every history. Where a "
                               "result is the latest known of its address, it stays.",
                               nullptr, pluralOf(old))
                                .arg(countText(old)));
    }
    if (what.dropBodies)
        goes << tr("All bodies stored in the project.");
    goes << tr("This cannot be undone.");
    QMessageBox question(QMessageBox::Warning, tr("Clean up"), tr("Remove this from the project?"),
                         QMessageBox::NoButton, this);
    question.setInformativeText(goes.join(QStringLiteral("\n\n")));
    QPushButton *remove = question.addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question.setDefaultButton(question.addButton(tr("Cancel"), QMessageBox::RejectRole));
    question.exec();
    return question.clickedButton() == remove;
}

void ProjectDialog::start()
{
    const CleanUp what = chosen();
    if (what.removesAnything() && !confirm(what))
        return;
    m_error->hide();
    m_work = std::make_shared<CleanUpState>();
    m_cancel->setEnabled(true);
    m_progress->show();
    showProgress();
    m_ticks.start();
    m_access.write([what, work = m_work](Store &store) { return cleanUp(store, what, *work); },
                   [dialog = QPointer(this)](const Outcome &outcome) {
                       if (dialog)
                           dialog->end(outcome);
                   });
    updateChoices();
}

void ProjectDialog::showProgress()
{
    if (!m_work)
        return;
    const auto text = [](CleanUpState::Step step) {
        switch (step) {
        case CleanUpState::Step::Runs:
            return tr("Removing old runs…");
        case CleanUpState::Step::Bodies:
            return tr("Removing bodies…");
        case CleanUpState::Step::Compact:
            break;
        }
        return tr("Releasing free space…");
    };
    m_step->setText(m_work->cancelled ? tr("Cancelling…") : text(m_work->step));
    m_line->setFraction(m_work->fraction);
}

void ProjectDialog::end(const Outcome &outcome)
{
    m_ticks.stop();
    m_work.reset();
    m_progress->hide();
    m_keep->setChecked(false);
    m_bodies->setChecked(false);
    if (!outcome) {
        m_error->setText(outcome.error().message);
        m_error->setVisible(outcome.error().code != Error::Code::Cancelled);
    }
    updateChoices();
    measure();
    Q_EMIT cleanedUp();
}

void ProjectDialog::reject()
{
    if (!m_work)
        return QDialog::reject();
    m_work->cancelled = true;
    m_cancel->setEnabled(false);
    showProgress();
}

} // namespace turnstone
