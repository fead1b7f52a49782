// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/settingspage.h"

class QCheckBox;

namespace turnstone {

/// How fast and how much.
class SpeedPage final : public SettingsPage
{
    Q_OBJECT

public:
    SpeedPage();

    void load(const CrawlSettings &crawl) override;
    void store(CrawlSettings &crawl) const override;

private:
    QSpinBox *m_concurrency;
    QSpinBox *m_perHost;
    QDoubleSpinBox *m_rate;
    QSpinBox *m_hostDelay;
    QDoubleSpinBox *m_maxBody;
    QSpinBox *m_maxRedirects;
    QSpinBox *m_memory;
};

/// How long, and how often again.
class TimePage final : public SettingsPage
{
    Q_OBJECT

public:
    TimePage();

    void load(const CrawlSettings &crawl) override;
    void store(CrawlSettings &crawl) const override;

private:
    void check();

    QDoubleSpinBox *m_timeout;
    QDoubleSpinBox *m_connectTimeout;
    QSpinBox *m_retries;
    QDoubleSpinBox *m_backoff;
    QDoubleSpinBox *m_maxBackoff;
    QDoubleSpinBox *m_hostPatience;
};

} // namespace turnstone
