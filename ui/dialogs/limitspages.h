// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/settingspage.h"

namespace turnstone {

/// How fast and how much.
class SpeedPage final : public SettingsPage
{
    Q_OBJECT

public:
    SpeedPage();
};

/// How long, and how often again.
class TimePage final : public SettingsPage
{
    Q_OBJECT

public:
    TimePage();

    void load(const CrawlSettings &crawl) override;

private:
    void check();

    QDoubleSpinBox *m_timeout;
    QDoubleSpinBox *m_connectTimeout;
    QDoubleSpinBox *m_backoff;
    QDoubleSpinBox *m_maxBackoff;
};

} // namespace turnstone
