// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/exportdialog.h"

#include "core/store/fileclaims.h"
#include "core/types/displaytext.h"
#include "ui/widgets/errorlabel.h"
#include "ui/widgets/filedialog.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/tickbox.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace turnstone {

namespace {

struct Format
{
    ExportFormat format;
    const char *label;
    const char *filter; ///< of a file dialog
    const char *ending;
};

/// In the order of the dialog.
constexpr Format Formats[] = {
    {ExportFormat::Csv, QT_TRANSLATE_NOOP("turnstone::ExportDialog", "&CSV, for spreadsheets"),
     QT_TRANSLATE_NOOP("turnstone::ExportDialog", "CSV (*.csv)"), ".csv"},
    {ExportFormat::Xlsx, QT_TRANSLATE_NOOP("turnstone::ExportDialog", "E&xcel workbook"),
     QT_TRANSLATE_NOOP("turnstone::ExportDialog", "Excel workbooks (*.xlsx)"), ".xlsx"},
    {ExportFormat::Html,
     QT_TRANSLATE_NOOP("turnstone::ExportDialog", "&HTML report, to look at in a browser"),
     QT_TRANSLATE_NOOP("turnstone::ExportDialog", "HTML (*.html *.htm)"), ".html"},
    {ExportFormat::JsonLines,
     QT_TRANSLATE_NOOP("turnstone::ExportDialog", "&JSON Lines, with every attempt and hop"),
     QT_TRANSLATE_NOOP("turnstone::ExportDialog", "JSON Lines (*.jsonl)"), ".jsonl"},
    {ExportFormat::JUnit, QT_TRANSLATE_NOOP("turnstone::ExportDialog", "J&Unit XML, for CI servers"),
     QT_TRANSLATE_NOOP("turnstone::ExportDialog", "JUnit XML (*.xml)"), ".xml"},
};

QVBoxLayout *stackIn(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Grid / 2);
    return layout;
}

} // namespace

ExportDialog::ExportDialog(const ExportCounts &counts, const QString &suggestion, QWidget *parent)
    : QDialog(parent)
    , m_byteOrderMark(new TickBox(tr("Start with a byte order &mark (for old versions of Excel)")))
    , m_path(new QLineEdit(QDir::toNativeSeparators(suggestion)))
    , m_problem(new ErrorLabel)
    , m_note(new QLabel)
{
    setWindowTitle(tr("Export"));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(2 * Theme::Grid);
    form->setVerticalSpacing(2 * Theme::Grid);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("Rows"), makeRows(counts));
    form->addRow(tr("Format"), makeFormats());
    form->addRow(tr("File"), makePath());

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    m_export = buttons->button(QDialogButtonBox::Save);
    m_export->setText(tr("Export"));
    m_export->setIcon({});
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    buttons->button(QDialogButtonBox::Cancel)->setIcon({});
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::acceptWhatIsShown);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid);
    layout->setSpacing(2 * Theme::Grid);
    layout->addLayout(form);
    layout->addStretch();
    layout->addWidget(buttons);
    resize(scaled(560, fontMetrics()), 0);
    m_path->setFocus();
    check();
}

QWidget *ExportDialog::makeRows(const ExportCounts &counts)
{
    auto *box = new QWidget;
    QVBoxLayout *layout = stackIn(box);
    auto *group = new QButtonGroup(box);
    const std::pair<QString, qint64> choices[] = {
        {tr("&All finished (%1)"), counts.finished},
        {tr("Current &view (%1)"), counts.view},
        {tr("&Selection (%1)"), counts.selection},
    };
    for (const auto &[text, count] : choices) {
        auto *button = new ChoiceButton(text.arg(countText(count)));
        button->setEnabled(count > 0);
        group->addButton(button);
        layout->addWidget(button);
        m_rows.append(button);
        connect(button, &QRadioButton::toggled, this, &ExportDialog::check);
    }
    m_rows.first()->setChecked(true);
    return box;
}

QWidget *ExportDialog::makeFormats()
{
    auto *box = new QWidget;
    QVBoxLayout *layout = stackIn(box);
    auto *group = new QButtonGroup(box);
    for (const Format &format : Formats) {
        auto *button = new ChoiceButton(tr(format.label));
        group->addButton(button);
        layout->addWidget(button);
        m_formats.append(button);
        if (format.format == ExportFormat::Csv) {
            auto *indented = new QHBoxLayout;
            indented->addSpacing(3 * Theme::Grid);
            indented->addWidget(m_byteOrderMark);
            layout->addLayout(indented);
            connect(button, &QRadioButton::toggled, m_byteOrderMark, &QWidget::setEnabled);
        }
    }
    m_formats.first()->setChecked(true);
    useNamedFormat();
    connect(group, &QButtonGroup::buttonToggled, this, &ExportDialog::useFormatEnding);
    return box;
}

QWidget *ExportDialog::makePath()
{
    auto *box = new QWidget;
    QVBoxLayout *layout = stackIn(box);
    auto *line = new QHBoxLayout;
    auto *browseButton = new QPushButton(tr("&Browse…"));
    line->addWidget(m_path, 1);
    line->addWidget(browseButton);
    layout->addLayout(line);
    layout->addWidget(m_problem);
    layout->addWidget(m_note);
    m_path->setAccessibleName(tr("File"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    connect(m_path, &QLineEdit::textChanged, this, &ExportDialog::check);
    connect(m_path, &QLineEdit::textEdited, this, &ExportDialog::useNamedFormat);
    connect(browseButton, &QPushButton::clicked, this, &ExportDialog::browse);
    return box;
}

int ExportDialog::formatIndex() const
{
    for (int i = 0; i < m_formats.size(); ++i) {
        if (m_formats[i]->isChecked())
            return i;
    }
    return 0;
}

void ExportDialog::useFormatEnding()
{
    const QString path = m_path->text();
    const std::optional<ExportFormat> named = formatForFile(path);
    const Format &format = Formats[formatIndex()];
    if (named && *named != format.format)
        m_path->setText(path.first(path.lastIndexOf(u'.')) + QLatin1StringView(format.ending));
    check(); // a name without an ending gets that of the format
}

void ExportDialog::useNamedFormat()
{
    const std::optional<ExportFormat> named = formatForFile(m_path->text());
    for (int i = 0; named && i < m_formats.size(); ++i) {
        if (Formats[i].format == *named)
            m_formats[i]->setChecked(true);
    }
}

void ExportDialog::browse()
{
    const Format &format = Formats[formatIndex()];
    const QFileInfo file(choice().path);
    FileDialog dialog(this, tr("Export to"), file.absolutePath(), tr(format.filter));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.selectFile(file.fileName());
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty())
        return;
    const QString path = dialog.selectedFiles().front();
    const bool isNamed = formatForFile(path).has_value();
    m_path->setText(
        QDir::toNativeSeparators(isNamed ? path : QString(path + QLatin1StringView(format.ending))));
    useNamedFormat();
    m_mayReplace = isNamed ? choice().path : QString(); // that dialog has asked
}

QString ExportDialog::pathProblem(const QString &path)
{
    if (path.trimmed().isEmpty())
        return tr("Enter the name of a file.");
    const QFileInfo file(QDir::fromNativeSeparators(path.trimmed()));
    const QFileInfo folder(file.absolutePath());
    if (file.isDir() || file.fileName().isEmpty())
        return tr("This is a folder. Add the name of a file.");
    if (!folder.isDir())
        return tr("There is no folder %1.")
            .arg(visibleLine(QDir::toNativeSeparators(file.absolutePath()), 200));
    if (file.exists() ? !file.isWritable() : !folder.isWritable())
        return tr("You do not have permission to write there. Choose another folder.");
    return {};
}

void ExportDialog::setNeeded(const QString &project, const QStringList &inputs)
{
    m_project = project;
    m_inputs = inputs;
    check();
}

QString ExportDialog::targetProblem() const
{
    const QString problem = pathProblem(m_path->text());
    if (!problem.isEmpty())
        return problem;
    FileClaims claims;
    for (const QString &input : m_inputs)
        claims.addInput(input);
    if (!m_project.isEmpty())
        claims.addProject(m_project);
    claims.addOutput(choice().path);
    const Outcome checked = claims.check();
    return checked ? QString() : checked.error().message;
}

/// Looks again: a file may have come since.
void ExportDialog::acceptWhatIsShown()
{
    check();
    if (m_export->isEnabled() && (!m_replaces || mayReplace(choice().path)))
        accept();
}

bool ExportDialog::mayReplace(const QString &path)
{
    if (path == m_mayReplace)
        return true;
    QMessageBox question(QMessageBox::Warning, windowTitle(),
                         tr("%1 already exists. Replace it?").arg(visibleLine(QFileInfo(path).fileName())),
                         QMessageBox::NoButton, this);
    question.setTextFormat(Qt::PlainText);
    question.setInformativeText(tr("Its contents will be lost."));
    const QPushButton *replace = question.addButton(tr("Replace"), QMessageBox::DestructiveRole);
    question.setDefaultButton(question.addButton(tr("Cancel"), QMessageBox::RejectRole));
    question.exec();
    return question.clickedButton() == replace;
}

void ExportDialog::check()
{
    if (!m_export)
        return;
    const QString problem = targetProblem();
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_replaces = problem.isEmpty() && QFileInfo::exists(choice().path);
    const bool hasRows = m_rows[int(choice().rows)]->isEnabled();
    m_note->setText(!hasRows     ? tr("Nothing is finished yet, so there is nothing to export.")
                    : m_replaces ? tr("This file already exists and will be replaced.")
                                 : QString());
    m_note->setVisible(!m_note->text().isEmpty());
    m_export->setText(m_replaces ? tr("Replace") : tr("Export"));
    m_export->setEnabled(problem.isEmpty() && hasRows);
}

ExportChoice ExportDialog::choice() const
{
    ExportChoice choice;
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i]->isChecked())
            choice.rows = ExportChoice::Rows(i);
    }
    choice.format = Formats[formatIndex()].format;
    choice.writer.byteOrderMark = choice.format == ExportFormat::Csv && m_byteOrderMark->isChecked();
    const QFileInfo file(QDir::fromNativeSeparators(m_path->text().trimmed()));
    choice.path = file.absoluteFilePath();
    // The ending also tells the next export which format this was.
    if (!file.fileName().isEmpty() && file.suffix().isEmpty())
        choice.path += QLatin1StringView(Formats[formatIndex()].ending);
    return choice;
}

} // namespace turnstone
