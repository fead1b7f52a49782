// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/settingsdialog.h"

#include "ui/dialogs/limitspages.h"
#include "ui/dialogs/networkpage.h"
#include "ui/dialogs/requestpage.h"
#include "ui/widgets/dropdown.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace turnstone {

SettingsDialog::SettingsDialog(const CrawlSettings &settings, Appearance appearance, bool crawlRuns,
                               QWidget *parent)
    : QDialog(parent)
    , m_original(settings)
    , m_applied(settings.limits)
    , m_list(new QListWidget)
    , m_stack(new QStackedWidget)
    , m_appearance(new DropDown)
{
    setWindowTitle(tr("Settings"));
    m_list->setFixedWidth(scaled(168, fontMetrics()));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Groups of settings"));
    m_list->viewport()->setBackgroundRole(QPalette::Window);

    auto *middle = new QHBoxLayout;
    middle->setSpacing(3 * Theme::Grid);
    middle->addWidget(m_list);
    middle->addWidget(m_stack, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid);
    layout->setSpacing(2 * Theme::Grid);
    layout->addLayout(middle, 1);

    addPage(new SpeedPage);
    addPage(new TimePage);
    addPage(new RequestPage);
    addPage(new NetworkPage);
    addPage(new EvidencePage);
    addAppearance();
    addButtons();
    connect(m_list, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    for (const auto &[keys, step] : {std::pair(QKeySequence(tr("Ctrl+Tab")), 1),
                                     std::pair(QKeySequence(tr("Ctrl+Shift+Tab")), m_list->count() - 1)}) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, step = step] {
            m_list->setCurrentRow((m_list->currentRow() + step) % m_list->count());
        });
    }
    m_list->setCurrentRow(0);
    load(settings, appearance);
    setCrawlRuns(crawlRuns);
    resize(fittingScreen(*this, {scaled(840, fontMetrics()), scaled(500, fontMetrics())}));
}

SettingsDialog::~SettingsDialog()
{
    // A field that is being typed in speaks up when it loses the focus, which is when the dialog goes.
    for (SettingsPage *page : m_pages)
        page->disconnect(this);
}

void SettingsDialog::addPage(SettingsPage *page)
{
    auto *item = new QListWidgetItem(page->title(), m_list);
    item->setSizeHint({0, controlHeightFor(fontMetrics()) + 4});
    m_stack->addWidget(page);
    m_pages.push_back(page);
    connect(page, &SettingsPage::changed, this, &SettingsDialog::applyLimits);
}

void SettingsDialog::addAppearance()
{
    auto *form = new FieldForm;
    m_appearance->addItems({tr("Follow system"), tr("Light"), tr("Dark")});
    form->addField(tr("&Colours"), m_appearance);
    form->finish();
    auto *item = new QListWidgetItem(tr("Appearance"), m_list);
    item->setSizeHint({0, controlHeightFor(fontMetrics()) + 4});
    m_stack->addWidget(form);
}

void SettingsDialog::addButtons()
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel |
                                         QDialogButtonBox::RestoreDefaults);
    buttons->button(QDialogButtonBox::Save)->setText(tr("Save"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    buttons->button(QDialogButtonBox::RestoreDefaults)->setText(tr("Restore defaults"));
    for (QAbstractButton *button : buttons->buttons())
        button->setIcon({});
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this, [this] {
        load(SettingsStore::defaults(), Appearance::System);
        applyLimits();
    });
    layout()->addWidget(buttons);
}

void SettingsDialog::load(const CrawlSettings &settings, Appearance appearance)
{
    m_isLoading = true;
    for (SettingsPage *page : m_pages)
        page->load(settings);
    m_appearance->setCurrentIndex(int(appearance));
    m_isLoading = false;
}

CrawlSettings SettingsDialog::settings() const
{
    CrawlSettings settings = m_original;
    for (const SettingsPage *page : m_pages) {
        if (!page->firstWithError())
            page->store(settings);
    }
    return settings;
}

Appearance SettingsDialog::appearance() const
{
    return Appearance(m_appearance->currentIndex());
}

void SettingsDialog::setCrawlRuns(bool runs)
{
    m_crawlRuns = runs;
    for (SettingsPage *page : m_pages)
        page->setCrawlRuns(runs);
}

void SettingsDialog::showAsOfRun()
{
    auto *whose =
        new QLabel(tr("These are the settings of the run that Start continues. What is changed here "
                      "holds for that run; your own settings stay as they are."));
    whose->setObjectName(QStringLiteral("whose"));
    whose->setWordWrap(true);
    auto *own = new QPushButton(tr("Use my settings"));
    own->setObjectName(QStringLiteral("own"));
    own->setAutoDefault(false);
    connect(own, &QPushButton::clicked, this, [this] {
        reject();
        Q_EMIT ownSettingsWanted();
    });
    auto *line = new QHBoxLayout;
    line->setSpacing(2 * Theme::Grid);
    line->addWidget(whose, 1);
    line->addWidget(own);
    static_cast<QBoxLayout *>(layout())->insertLayout(0, line);
}

void SettingsDialog::applyLimits()
{
    if (!m_crawlRuns || m_isLoading)
        return;
    const CrawlLimits limits = settings().limits;
    if (limits == m_applied)
        return;
    m_applied = limits;
    Q_EMIT limitsChanged(limits);
}

bool SettingsDialog::showMistake()
{
    const auto page = std::find_if(m_pages.begin(), m_pages.end(),
                                   [](SettingsPage *candidate) { return candidate->firstWithError(); });
    if (page == m_pages.end())
        return false;
    m_list->setCurrentRow(int(page - m_pages.begin()));
    (*page)->firstWithError()->setFocus();
    return true;
}

void SettingsDialog::accept()
{
    if (!showMistake())
        QDialog::accept();
}

void SettingsDialog::reject()
{
    if (m_crawlRuns && m_applied != m_original.limits) {
        m_applied = m_original.limits;
        Q_EMIT limitsChanged(m_applied);
    }
    QDialog::reject();
}

} // namespace turnstone
