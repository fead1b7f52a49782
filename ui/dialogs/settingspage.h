// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"
#include "ui/widgets/fieldform.h"

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

    virtual void load(const CrawlSettings &crawl) = 0;
    virtual void store(CrawlSettings &crawl) const = 0;

Q_SIGNALS:
    void changed();

protected:
    QSpinBox *makeNumber(int least, int most, const QString &suffix = {});
    QDoubleSpinBox *makeDecimal(double least, double most, int decimals, const QString &suffix);

private:
    QString m_title;
    Effect m_effect;
};

} // namespace turnstone
