// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/addaddressesdialog.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "ui/dialogs/listpreview.h"
#include "ui/widgets/calmdelegate.h"
#include "ui/widgets/filedialog.h"
#include "ui/widgets/flatheader.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/pasteedit.h"
#include "ui/widgets/theme.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

// An editor with more text than this is slow to lay out.
constexpr qsizetype HugeText = 400'000;
constexpr int MaxBadLinesShown = 200;
constexpr int MaxNotesShown = 50;

} // namespace

AddAddressesDialog::AddAddressesDialog(const AddressList &existing, QWidget *parent,
                                       std::vector<RowId> removed)
    : QDialog(parent)
    , m_edit(new PasteEdit)
    , m_hugeNote(makeHugeNote())
    , m_preview(new ListPreview)
    , m_counts(new QLabel)
    , m_badLines(new QTableWidget(0, 3))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel))
{
    setWindowTitle(tr("Add addresses"));
    resize(fittingScreen(*this, {scaled(780, fontMetrics()), scaled(640, fontMetrics())}));
    m_scan.setExisting(existing, std::move(removed));
    m_edit->setPlaceholderText(tr("https://example.com/\nexample.org/page\n\nText, tables, sitemaps, "
                                  "Markdown or JSON: addresses are found wherever they are."));
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setTabChangesFocus(true);
    m_edit->setAccessibleName(tr("Addresses"));
    m_badLines->setObjectName(QStringLiteral("badLines"));
    m_badLines->setAccessibleName(tr("Lines to check"));
    m_badLines->setHorizontalHeader(new FlatHeader(m_badLines));
    m_badLines->setItemDelegate(new CalmDelegate(m_badLines));
    m_badLines->setHorizontalHeaderLabels({tr("Line"), tr("Text"), tr("Reason")});
    m_badLines->verticalHeader()->hide();
    m_badLines->verticalHeader()->setDefaultSectionSize(rowHeightFor(fontMetrics()));
    m_badLines->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_badLines->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_badLines->setShowGrid(false);
    m_badLines->setTabKeyNavigation(false);
    m_badLines->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_badLines->horizontalHeader()->setHighlightSections(false);
    m_badLines->setColumnWidth(0, scaled(72, fontMetrics()));
    m_badLines->setColumnWidth(2, scaled(300, fontMetrics()));
    m_badLines->setMaximumHeight(7 * rowHeightFor(fontMetrics()));
    m_badLines->hide();

    auto *open = new QPushButton(tr("Open file…"));
    m_buttons->addButton(open, QDialogButtonBox::ActionRole);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Add"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(Theme::Grid + 2);
    layout->addWidget(m_hugeNote);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_preview);
    layout->addWidget(m_counts);
    layout->addWidget(m_badLines);
    layout->addWidget(m_buttons);

    m_rest.setSingleShot(true);
    m_rest.setInterval(100);
    connect(&m_rest, &QTimer::timeout, this, &AddAddressesDialog::scan);
    connect(&m_scan, &AddressScan::finished, this, &AddAddressesDialog::onScanned);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &AddAddressesDialog::onEdited);
    connect(m_edit, &PasteEdit::pasted, this, &AddAddressesDialog::insertText);
    connect(m_preview, &ListPreview::columnChosen, this, &AddAddressesDialog::chooseColumn);
    connect(open, &QPushButton::clicked, this, &AddAddressesDialog::chooseFiles);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &AddAddressesDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &AddAddressesDialog::reject);
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::ControlModifier | key), this);
        connect(shortcut, &QShortcut::activated, this, &AddAddressesDialog::accept);
    }
    showCounts();
}

QWidget *AddAddressesDialog::makeHugeNote()
{
    auto *note = new QWidget(this);
    m_hugeText = new QLabel;
    m_hugeText->setWordWrap(true);
    auto *forget = new QPushButton(tr("Clear"));
    auto *row = new QHBoxLayout(note);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_hugeText, 1);
    row->addWidget(forget);
    note->hide();
    connect(forget, &QPushButton::clicked, this, [this] { setText({}); });
    return note;
}

void AddAddressesDialog::setText(const QString &text)
{
    m_files.clear();
    m_columns.clear();
    forgetHuge();
    m_edit->clear();
    insertText(text);
    m_edit->setFocus();
}

QString AddAddressesDialog::text() const
{
    if (!m_files.isEmpty())
        return {};
    return m_huge.isEmpty() ? m_edit->toPlainText() : m_huge;
}

void AddAddressesDialog::insertText(const QString &text)
{
    const QString before = m_huge.isEmpty() ? m_edit->toPlainText() : m_huge;
    if (m_huge.isEmpty() && before.size() + text.size() <= HugeText) {
        m_edit->insertPlainText(text);
        return;
    }
    m_files.clear();
    m_huge = before.isEmpty() ? text : before + u'\n' + text;
    const QSignalBlocker quiet(m_edit);
    const qsizetype end = m_huge.lastIndexOf(u'\n', HugeText / 20);
    m_edit->setPlainText(m_huge.first(end > 0 ? end : HugeText / 20));
    m_edit->setReadOnly(true);
    m_hugeText->setText(tr("The text has %1 characters. Only its beginning is shown, but all of it is read.")
                            .arg(countText(m_huge.size())));
    m_hugeNote->show();
    scan();
}

void AddAddressesDialog::forgetHuge()
{
    m_huge.clear();
    m_edit->setReadOnly(false);
    m_hugeNote->hide();
}

void AddAddressesDialog::openFiles(const QStringList &paths)
{
    forgetHuge();
    m_files = paths;
    m_columns.clear();
    const QSignalBlocker quiet(m_edit);
    m_edit->setPlainText(paths.join(u'\n'));
    m_edit->setReadOnly(true);
    m_hugeText->setText(
        tr("Read from %1 files.", nullptr, pluralOf(paths.size())).arg(countText(paths.size())));
    m_hugeNote->show();
    scan();
}

void AddAddressesDialog::chooseFiles()
{
    const QStringList paths =
        FileDialog::chooseFiles(this, tr("Open lists"),
                                tr("Lists (*.txt *.csv *.tsv *.json *.jsonl *.ndjson *.xml *.html *.md "
                                   "*.eml *.list);;All files (*)"));
    if (!paths.isEmpty())
        openFiles(paths);
}

void AddAddressesDialog::onEdited()
{
    m_isCurrent = false;
    m_rest.start();
    showCounts();
}

void AddAddressesDialog::scan()
{
    m_rest.stop();
    m_isCurrent = false;
    if (!m_files.isEmpty())
        m_scan.scanFiles(m_files, m_columns);
    else
        m_scan.scanText(text(), m_columns);
    showCounts();
}

void AddAddressesDialog::onScanned(const AddressScan::Findings &findings)
{
    m_findings = findings;
    m_isCurrent = !m_rest.isActive();
    // a text that was changed may have lost the column that was chosen
    if (!findings.error.isEmpty() && m_columns.remove(QString()) > 0) {
        scan();
        return;
    }
    m_preview->setSources(m_findings.report.sources);
    showBadLines();
    showCounts();
    if (m_isCurrent && m_acceptWhenScanned)
        accept();
}

void AddAddressesDialog::chooseColumn(const QString &source, const QString &column)
{
    m_columns.insert(source, column);
    scan();
}

void AddAddressesDialog::showBadLines()
{
    const InputReport &report = m_findings.report;
    m_badLines->setRowCount(0);
    const auto add = [this, &report](int source, qint64 line, const QString &text, const QString &reason) {
        const int row = m_badLines->rowCount();
        m_badLines->setRowCount(row + 1);
        m_badLines->setItem(row, 0, new QTableWidgetItem(line > 0 ? countText(line) : QString()));
        m_badLines->setItem(row, 1, new QTableWidgetItem(visibleLine(text)));
        m_badLines->setItem(row, 2, new QTableWidgetItem(visibleLine(reason)));
        m_badLines->item(row, 0)->setToolTip(report.sources[size_t(source)].name);
        m_badLines->item(row, 2)->setToolTip(visibleLine(reason));
    };
    const size_t bad = std::min(report.badLines.size(), size_t(MaxBadLinesShown));
    for (size_t i = 0; i < bad; ++i)
        add(report.badLines[i].source, report.badLines[i].line, report.badLines[i].text,
            addressProblemText(report.badLines[i].problem));
    const size_t notes = std::min(report.firstNotes.size(), size_t(MaxNotesShown));
    for (size_t i = 0; i < notes; ++i)
        add(report.firstNotes[i].source, report.firstNotes[i].line, report.firstNotes[i].text,
            inputNoteText(report.firstNotes[i]));
    m_badLines->setVisible(bad + notes > 0);
}

/// Why not, where there is something to read; else empty.
QString AddAddressesDialog::nothingToAdd() const
{
    const qint64 known = m_findings.report.duplicates;
    if (!m_isCurrent || !m_findings.isEmpty() || !m_findings.error.isEmpty())
        return {};
    if (known == 1)
        return tr("Nothing to add: this address is already in the list");
    if (known > 1)
        return tr("Nothing to add: these %1 addresses are already in the list", nullptr, pluralOf(known))
            .arg(countText(known));
    return m_edit->toPlainText().trimmed().isEmpty() ? QString() : tr("Nothing to add: no address was found");
}

void AddAddressesDialog::showCounts()
{
    const InputReport &report = m_findings.report;
    const QString reason = nothingToAdd();
    QStringList parts{reason.isEmpty() ? tr("%1 found").arg(countText(report.found)) : reason};
    if (report.duplicates && reason.isEmpty())
        parts << tr("%1 duplicates", nullptr, pluralOf(report.duplicates)).arg(countText(report.duplicates));
    if (report.bad)
        parts << tr("%1 bad").arg(countText(report.bad));
    if (report.notes)
        parts << tr("%1 to check").arg(countText(report.notes));
    if (report.bad > MaxBadLinesShown)
        parts << tr("the first %1 bad lines are listed").arg(MaxBadLinesShown);
    QString text = parts.join(tr(" · "));
    if (!m_isCurrent)
        text += tr(" · reading…");
    if (!m_findings.error.isEmpty())
        text = m_findings.error;
    m_counts->setText(text);
    QPushButton *add = m_buttons->button(QDialogButtonBox::Ok);
    add->setEnabled(!m_isCurrent || !m_findings.isEmpty());
    add->setToolTip(reason.isEmpty() ? tr("Ctrl+Enter") : reason);
}

void AddAddressesDialog::accept()
{
    if (!m_isCurrent) {
        m_acceptWhenScanned = true;
        if (m_rest.isActive())
            scan();
        return;
    }
    m_acceptWhenScanned = false;
    if (!m_findings.isEmpty())
        QDialog::accept();
}

} // namespace turnstone
