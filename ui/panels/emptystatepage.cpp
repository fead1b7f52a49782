// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/emptystatepage.h"

#include "ui/widgets/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace turnstone {

namespace {

constexpr int TextWidth = 440;

QLabel *centered(const QString &text)
{
    auto *label = new QLabel(text);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setFixedWidth(TextWidth);
    label->setFixedHeight(label->heightForWidth(TextWidth));
    return label;
}

} // namespace

EmptyStatePage::EmptyStatePage(QWidget *parent)
    : QWidget(parent)
    , m_card(new QWidget)
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);

    auto *picture = new QLabel;
    picture->setAlignment(Qt::AlignCenter);
    picture->setPixmap(programIcon().pixmap(QSize(72, 72), devicePixelRatioF()));
    auto *title = centered(tr("Which addresses shall be fetched?"));
    QFont large = title->font();
    large.setPixelSize(20);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    title->setFixedHeight(title->heightForWidth(TextWidth));
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
    auto *demoHint =
        centered(tr("No list at hand?\nA small web site inside the program shows every verdict."));
    demoHint->setForegroundRole(QPalette::PlaceholderText);
    demoBox->addWidget(demoHint, 0, Qt::AlignHCenter);
    demoBox->addWidget(demo, 0, Qt::AlignHCenter);

    auto *card = new QVBoxLayout(m_card);
    card->setContentsMargins(4 * Theme::Grid, 4 * Theme::Grid, 4 * Theme::Grid, 4 * Theme::Grid);
    card->setSpacing(2 * Theme::Grid);
    card->addWidget(picture);
    card->addWidget(title, 0, Qt::AlignHCenter);
    card->addWidget(hint, 0, Qt::AlignHCenter);
    card->addLayout(buttons);
    card->addWidget(m_demo);
    m_card->setFixedWidth(520);

    auto *layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(m_card, 0, Qt::AlignHCenter);
    layout->addStretch(3);

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
    update();
}

void EmptyStatePage::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_highlighted ? theme.accent : theme.hairline, m_highlighted ? 2 : 1.5, Qt::DashLine);
    pen.setDashPattern({4, 4});
    painter.setPen(pen);
    painter.setBrush(m_highlighted ? theme.selection : QColor(Qt::transparent));
    painter.drawRoundedRect(QRectF(m_card->geometry()).adjusted(-Theme::Grid, 0, Theme::Grid, 0), 12, 12);
}

} // namespace turnstone
