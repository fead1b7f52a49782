// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/helpdialog.h"

#include "ui/widgets/flattabbar.h"
#include "ui/widgets/theme.h"

#include <QDialogButtonBox>
#include <QFontMetrics>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QSignalBlocker>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace turnstone {

HelpDialog::HelpDialog(QWidget *parent)
    : QDialog(parent)
    , m_bar(new FlatTabBar)
    , m_text(new QTextBrowser)
{
    setWindowTitle(tr("Help"));
    m_bar->setAccessibleName(tr("Pages"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenLinks(false);
    m_text->setTabChangesFocus(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->document()->setDocumentMargin(2 * Theme::Grid);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    buttons->setContentsMargins(Theme::Grid, Theme::Grid, Theme::Grid, Theme::Grid);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_bar, &QTabBar::currentChanged, this, &HelpDialog::showText);
    connect(new QShortcut(QKeySequence(tr("Ctrl+Tab")), this), &QShortcut::activated, this,
            [this] { turn(1); });
    connect(new QShortcut(QKeySequence(tr("Ctrl+Shift+Tab")), this), &QShortcut::activated, this,
            [this] { turn(-1); });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_text, 1);
    layout->addWidget(buttons);
    const QFontMetrics metrics(font());
    resize(QSize(100 * metrics.averageCharWidth(), 32 * metrics.lineSpacing())
               .boundedTo(screen()->availableSize() - QSize(32, 64)));
}

void HelpDialog::setPages(const QList<Page> &pages)
{
    m_pages = pages;
    const QSignalBlocker blocker(m_bar);
    while (m_bar->count() > 0)
        m_bar->removeTab(0);
    for (const Page &page : pages)
        m_bar->addTab(page.name);
    showText(m_bar->currentIndex());
}

void HelpDialog::showPage(int index)
{
    m_bar->setCurrentIndex(index);
    show();
    raise();
    activateWindow();
    m_text->setFocus();
}

void HelpDialog::turn(int pages)
{
    const int count = m_bar->count();
    if (count > 0)
        m_bar->setCurrentIndex((m_bar->currentIndex() + pages + count) % count);
}

void HelpDialog::showText(int index)
{
    if (index < 0 || index >= m_pages.size())
        return;
    m_text->setAccessibleName(m_pages[index].name);
    m_text->setHtml(m_pages[index].text);
}

} // namespace turnstone
