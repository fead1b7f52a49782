// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/settingspage.h"

#include <QUrl>

class QComboBox;
class QLineEdit;

namespace turnstone {

/// How it is sent, and what is kept of the answers.
class NetworkPage final : public SettingsPage
{
    Q_OBJECT

public:
    NetworkPage();

    void load(const CrawlSettings &crawl) override;
    void store(CrawlSettings &crawl) const override;

private:
    void check();

    QComboBox *m_proxyKind;
    QLineEdit *m_proxy;
    QUrl m_loadedProxy;
};

/// What is kept of each answer, and when a crawl ends early.
class EvidencePage final : public SettingsPage
{
    Q_OBJECT

public:
    EvidencePage();
};

} // namespace turnstone
