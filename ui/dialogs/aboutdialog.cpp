// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/aboutdialog.h"

#include "core/net/networkfactory.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

namespace turnstone {

namespace {

constexpr int IconSize = 64;

QLabel *makeText(const QString &text, bool quiet = false)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    if (quiet)
        label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QGridLayout *makeLibraries()
{
    const std::pair<QString, QString> libraries[] = {
        {u"Qt %1"_qs.arg(QLatin1StringView(qVersion())),
         AboutDialog::tr("window, network, plots; LGPL-3.0 and GPL-3.0")},
        {u"libcurl %1"_qs.arg(curlVersion()), AboutDialog::tr("fetching; curl licence")},
        {u"gumbo"_qs, AboutDialog::tr("character references of HTML; Apache-2.0")},
        {u"uchardet"_qs, AboutDialog::tr("guessing undeclared encodings; MPL-1.1, GPL-2.0-or-later")},
    };
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * Theme::Grid);
    grid->setColumnStretch(1, 1);
    for (const auto &[name, use] : libraries) {
        const int row = grid->rowCount();
        grid->addWidget(makeText(name), row, 0, Qt::AlignTop);
        grid->addWidget(makeText(use, true), row, 1);
    }
    return grid;
}

} // namespace

AboutDialog::AboutDialog(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("About Turnstone"));
    auto *icon = new QLabel;
    icon->setPixmap(programIcon().pixmap(QSize(IconSize, IconSize), devicePixelRatioF()));
    icon->setAlignment(Qt::AlignTop);
    QLabel *name = makeText(u"Turnstone %1"_qs.arg(QLatin1StringView(TURNSTONE_VERSION)));
    QFont large = resized(font(), 1.7);
    large.setWeight(QFont::DemiBold);
    name->setFont(large);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(Theme::Grid);
    texts->addWidget(name);
    texts->addWidget(makeText(tr("Fetches a list of addresses concurrently and politely, shows each one "
                                 "live, and says with evidence what became of it.")));
    texts->addWidget(makeText(tr("Free software under the GNU General Public License, version 3 or later "
                                 "(GPL-3.0-or-later). It comes without any warranty."),
                              true));
    texts->addSpacing(Theme::Grid);
    texts->addLayout(makeLibraries());

    auto *top = new QHBoxLayout;
    top->setSpacing(2 * Theme::Grid);
    top->addWidget(icon);
    top->addLayout(texts, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    QPushButton *copy = buttons->addButton(tr("Copy versions"), QDialogButtonBox::ActionRole);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [] { QGuiApplication::clipboard()->setText(versionText()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * Theme::Grid, 3 * Theme::Grid, 3 * Theme::Grid, 2 * Theme::Grid);
    layout->setSpacing(2 * Theme::Grid);
    layout->addLayout(top);
    layout->addWidget(buttons);
    const int width = scaled(520, fontMetrics());
    setFixedSize(width, layout->totalHeightForWidth(width));
}

QString AboutDialog::versionText()
{
    return u"Turnstone %1, Qt %2, libcurl %3, %4, %5"_qs.arg(
        QLatin1StringView(TURNSTONE_VERSION), QLatin1StringView(qVersion()), curlVersion(),
        QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture());
}

} // namespace turnstone
