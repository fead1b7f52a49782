// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"

class QSettings;

namespace turnstone {

enum class Appearance : quint8 { System, Light, Dark };

/// Keeps the user's settings between two starts, but for the password of a proxy and the values of
/// secret header fields. What is stored and makes no
/// sense is read as its default.
class SettingsStore final
{
public:
    /// `settings` must outlive the store.
    explicit SettingsStore(QSettings &settings)
        : m_settings(settings)
    {}

    CrawlSettings load() const;
    void save(const CrawlSettings &crawl);

    Appearance appearance() const;
    void setAppearance(Appearance appearance);

    /// What a window starts with. Unlike the command line it keeps headers and the beginning of each body,
    /// since its inspector shows them.
    static CrawlSettings defaults();

private:
    QSettings &m_settings;
};

} // namespace turnstone
