// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"
#include "core/types/settingranges.h"
#include "ui/widgets/fieldform.h"

#include <functional>
#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace turnstone {

/// One group of the settings dialog. It edits its own part of CrawlSettings and leaves the rest alone.
class SettingsPage : public FieldForm
{
    Q_OBJECT

public:
    /// When a change takes effect while a crawl runs.
    enum class Effect { AtOnce, NextStart };

    SettingsPage(const QString &title, Effect effect);

    QString title() const { return m_title; }
    void setCrawlRuns(bool runs);

    /// Those of the fields that were added with their setting; a page with others does more.
    virtual void load(const CrawlSettings &crawl);
    virtual void store(CrawlSettings &crawl) const;

Q_SIGNALS:
    void changed();

protected:
    // A field with the setting that it shows; `&` in the label, and a hint beside it.
    QSpinBox *addNumber(const QString &label, int CrawlLimits::*limit, SettingRange<int> range,
                        const QString &hint);
    QSpinBox *addMilliseconds(const QString &label, std::chrono::milliseconds CrawlLimits::*limit,
                              SettingRange<int> range, const QString &hint);
    /// The range is in milliseconds.
    QDoubleSpinBox *addSeconds(const QString &label, std::chrono::milliseconds CrawlLimits::*limit,
                               SettingRange<int> range, int decimals, const QString &hint);
    QCheckBox *addSwitch(const QString &text, bool CrawlSettings::*setting, const QString &hint);
    /// `names` in the order of the choices.
    template <typename Choice>
    QComboBox *addChoice(const QString &label, Choice CrawlSettings::*setting, const QStringList &names,
                         const QString &hint)
    {
        return addChoice(
            label, names, hint, [setting](const CrawlSettings &crawl) { return int(crawl.*setting); },
            [setting](CrawlSettings &crawl, int index) { crawl.*setting = Choice(index); });
    }
    /// Of a field with rules of its own: what shows the setting, and what takes it back.
    void bind(std::function<void(const CrawlSettings &)> show, std::function<void(CrawlSettings &)> take);

    QSpinBox *makeNumber(int least, int most, const QString &suffix = {});
    QDoubleSpinBox *makeDecimal(double least, double most, int decimals, const QString &suffix);

private:
    QComboBox *addChoice(const QString &label, const QStringList &names, const QString &hint,
                         std::function<int(const CrawlSettings &)> shown,
                         std::function<void(CrawlSettings &, int)> take);

    struct Binding
    {
        std::function<void(const CrawlSettings &)> show;
        std::function<void(CrawlSettings &)> take;
    };
    std::vector<Binding> m_bindings;
    QString m_title;
    Effect m_effect;
};

} // namespace turnstone
