// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/settingspage.h"

#include "ui/widgets/dropdown.h"
#include "ui/widgets/measures.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QSpinBox>

#include <cmath>
#include <utility>

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

void SettingsPage::load(const CrawlSettings &crawl)
{
    for (const Binding &binding : m_bindings)
        binding.show(crawl);
}

void SettingsPage::store(CrawlSettings &crawl) const
{
    for (const Binding &binding : m_bindings)
        binding.take(crawl);
}

void SettingsPage::bind(std::function<void(const CrawlSettings &)> show,
                        std::function<void(CrawlSettings &)> take)
{
    m_bindings.push_back({std::move(show), std::move(take)});
}

QSpinBox *SettingsPage::addNumber(const QString &label, int CrawlLimits::*limit, SettingRange<int> range,
                                  const QString &hint)
{
    QSpinBox *box = makeNumber(range.least, range.most);
    addField(label, box, hint);
    bind([box, limit](const CrawlSettings &crawl) { box->setValue(crawl.limits.*limit); },
         [box, limit](CrawlSettings &crawl) { crawl.limits.*limit = box->value(); });
    return box;
}

QSpinBox *SettingsPage::addMilliseconds(const QString &label, std::chrono::milliseconds CrawlLimits::*limit,
                                        SettingRange<int> range, const QString &hint)
{
    QSpinBox *box = makeNumber(range.least, range.most, tr(" ms"));
    addField(label, box, hint);
    bind([box, limit](const CrawlSettings &crawl) { box->setValue(int((crawl.limits.*limit).count())); },
         [box, limit](CrawlSettings &crawl) {
             crawl.limits.*limit = std::chrono::milliseconds(box->value());
         });
    return box;
}

QDoubleSpinBox *SettingsPage::addSeconds(const QString &label, std::chrono::milliseconds CrawlLimits::*limit,
                                         SettingRange<int> range, int decimals, const QString &hint)
{
    QDoubleSpinBox *box = makeDecimal(range.least / 1000.0, range.most / 1000.0, decimals, tr(" s"));
    addField(label, box, hint);
    bind([box,
          limit](const CrawlSettings &crawl) { box->setValue(double((crawl.limits.*limit).count()) / 1000); },
         [box, limit](CrawlSettings &crawl) {
             crawl.limits.*limit = std::chrono::milliseconds(std::llround(box->value() * 1000));
         });
    return box;
}

QCheckBox *SettingsPage::addSwitch(const QString &text, bool CrawlSettings::*setting, const QString &hint)
{
    QCheckBox *box = addCheckBox(text, hint);
    connect(box, &QCheckBox::toggled, this, &SettingsPage::changed);
    bind([box, setting](const CrawlSettings &crawl) { box->setChecked(crawl.*setting); },
         [box, setting](CrawlSettings &crawl) { crawl.*setting = box->isChecked(); });
    return box;
}

QComboBox *SettingsPage::addChoice(const QString &label, const QStringList &names, const QString &hint,
                                   std::function<int(const CrawlSettings &)> shown,
                                   std::function<void(CrawlSettings &, int)> take)
{
    auto *box = new DropDown;
    box->addItems(names);
    addField(label, box, hint);
    connect(box, &QComboBox::currentIndexChanged, this, &SettingsPage::changed);
    bind([box, shown = std::move(shown)](const CrawlSettings &crawl) { box->setCurrentIndex(shown(crawl)); },
         [box, take = std::move(take)](CrawlSettings &crawl) { take(crawl, box->currentIndex()); });
    return box;
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
