// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/settingspage.h"

#include "ui/widgets/measures.h"

#include <QDoubleSpinBox>
#include <QSpinBox>

namespace turnstone {

namespace {

void prepare(QAbstractSpinBox *box)
{
    box->setAlignment(Qt::AlignRight);
    box->setFixedWidth(scaled(150, box->fontMetrics()));
    box->setButtonSymbols(QAbstractSpinBox::NoButtons); // arrow keys and wheel do
    box->setCorrectionMode(QAbstractSpinBox::CorrectToNearestValue);
    box->setKeyboardTracking(false); // half a number is no limit
}

} // namespace

SettingsPage::SettingsPage(const QString &title, Effect effect)
    : m_title(title)
    , m_effect(effect)
{}

void SettingsPage::setCrawlRuns(bool runs)
{
    if (!runs)
        setNote({});
    else if (m_effect == Effect::AtOnce)
        setNote(tr("A crawl is running. Changes here take effect at once."));
    else
        setNote(tr("A crawl is running. Changes here are used from the next start."));
}

QSpinBox *SettingsPage::makeNumber(int least, int most, const QString &suffix)
{
    auto *box = new QSpinBox;
    prepare(box);
    box->setRange(least, most);
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(true);
    box->setStepType(most > 1'000 ? QAbstractSpinBox::AdaptiveDecimalStepType
                                  : QAbstractSpinBox::DefaultStepType);
    connect(box, &QSpinBox::valueChanged, this, &SettingsPage::changed);
    return box;
}

QDoubleSpinBox *SettingsPage::makeDecimal(double least, double most, int decimals, const QString &suffix)
{
    auto *box = new QDoubleSpinBox;
    prepare(box);
    box->setDecimals(decimals);
    box->setRange(least, most);
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(true);
    connect(box, &QDoubleSpinBox::valueChanged, this, &SettingsPage::changed);
    return box;
}

} // namespace turnstone
