// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/settingspage.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace turnstone {

/// What is sent.
class RequestPage final : public SettingsPage
{
    Q_OBJECT

public:
    RequestPage();

    void load(const CrawlSettings &crawl) override;
    void store(CrawlSettings &crawl) const override;

private:
    void check();

    QComboBox *m_method;
    QLineEdit *m_userAgent;
    QPlainTextEdit *m_headers;
    QCheckBox *m_hasBody;
    QPlainTextEdit *m_body;
    QByteArray m_loadedBody; ///< kept as it is until somebody types: it need not be text
    bool m_bodyEdited = false;
};

} // namespace turnstone
