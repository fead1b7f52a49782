// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/emptystatepage.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/measures.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace turnstone {

namespace {

QLabel *centered(const QString &text)
{
    auto *label = new QLabel(text);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    return label;
}

} // namespace

EmptyStatePage::EmptyStatePage(QWidget *parent)
    : QScrollArea(parent)
    , m_card(new QWidget)
{
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    viewport()->setBackgroundRole(QPalette::Base);

    auto *picture = new IconView(72, programIcon());
    auto *title = centered(tr("What do you want to check?"));
    QFont large = resized(title->font(), 1.5);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    auto *hint =
        centered(tr("Paste a list with Ctrl+V, drop a file here, or open one. Text, CSV, Markdown and JSON "
                    "Lines: addresses are found in all of them."));
    hint->setForegroundRole(QPalette::PlaceholderText);

    auto *paste = new QPushButton(tr("Paste addresses"));
    paste->setDefault(true);
    QFont bold =
        paste->font(); // as a default button is written; its width is not reckoned for that otherwise
    bold.setWeight(QFont::DemiBold);
    paste->setFont(bold);
    setFocusProxy(paste);
    auto *type = new QPushButton(tr("Type addresses…"));
    auto *open = new QPushButton(tr("Open file…"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::Grid);
    buttons->addStretch();
    for (QPushButton *button : {paste, type, open})
        buttons->addWidget(button);
    buttons->addStretch();

    auto *demo =
        new QPushButton(themedIcon(QLatin1StringView("start"), Tint::Accent), tr("Try the demo site"));
    demo->setFlat(false);
    m_demo = new QWidget;
    auto *demoBox = new QVBoxLayout(m_demo);
    demoBox->setContentsMargins(0, 2 * Theme::Grid, 0, 0);
    demoBox->setSpacing(Theme::Grid);
    auto *demoHint = centered(tr("No list at hand?\nA small built-in web site shows every verdict."));
    demoHint->setForegroundRole(QPalette::PlaceholderText);
    demoBox->addWidget(demoHint);
    demoBox->addWidget(demo, 0, Qt::AlignHCenter);

    auto *card = new QVBoxLayout(m_card);
    card->setContentsMargins(4 * Theme::Grid, 4 * Theme::Grid, 4 * Theme::Grid, 4 * Theme::Grid);
    card->setSpacing(2 * Theme::Grid);
    card->addWidget(picture);
    card->addWidget(title);
    card->addWidget(hint);
    card->addLayout(buttons);
    card->addWidget(m_demo);
    m_card->setMaximumWidth(scaled(520, fontMetrics()));

    auto *across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(m_card, 1000);
    across->addStretch(1);
    auto *ground = new QWidget;
    auto *layout = new QVBoxLayout(ground);
    layout->addStretch(2);
    layout->addLayout(across);
    layout->addStretch(3);
    setWidget(ground);
    ground->setAutoFillBackground(false); // the edge of the card is painted below it

    connect(paste, &QPushButton::clicked, this, &EmptyStatePage::pasteRequested);
    connect(type, &QPushButton::clicked, this, &EmptyStatePage::addRequested);
    connect(open, &QPushButton::clicked, this, &EmptyStatePage::openRequested);
    connect(demo, &QPushButton::clicked, this, &EmptyStatePage::demoRequested);
    m_demo->hide();
}

void EmptyStatePage::setDemoAvailable(bool available)
{
    m_demo->setVisible(available);
}

void EmptyStatePage::setDropHighlighted(bool highlighted)
{
    m_highlighted = highlighted;
    viewport()->update();
}

void EmptyStatePage::scrollContentsBy(int dx, int dy)
{
    QScrollArea::scrollContentsBy(dx, dy);
    viewport()->update();
}

void EmptyStatePage::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_highlighted ? theme.accent : theme.edge, m_highlighted ? 2 : 1.5, Qt::DashLine);
    pen.setDashPattern({4, 4});
    painter.setPen(pen);
    painter.setBrush(m_highlighted ? theme.selection : QColor(Qt::transparent));
    const QRectF card(m_card->mapTo(viewport(), QPoint()), m_card->size());
    painter.drawRoundedRect(card, 12, 12);
}

} // namespace turnstone
