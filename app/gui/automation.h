// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/guioptions.h"
#include "core/base/background.h"
#include "core/report/exporter.h"
#include "ui/session/crawlsession.h"

#include <QObject>

#include <memory>
#include <vector>

namespace turnstone {

class ProxyCheck;

/// Runs the window without a hand: starts, exports when all results are there, and ends the program with the
/// exit status of the command line.
class Automation final : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it.
    Automation(const GuiOptions &options, CrawlSession &session, QObject *parent = nullptr);
    ~Automation() override;

    /// An Error where an export could not be written.
    Outcome prepare();
    /// When the list is there; a project that cannot be opened or written ends the program.
    void begin();
    /// A signal is about to end the program.
    void tellInterrupt() const;

Q_SIGNALS:
    void problem(const QString &message);

private:
    Outcome claimFiles() const;
    void onSettled();
    void startIfProxyIsThere();
    void refuseDamaged(qint64 lost);
    bool lacksProxySecret() const;
    void tellMissing();
    void refuse(const QString &sentence);
    void onExported(const Result<ExportSummary> &exported);
    void end(int status);
    int statusOfRows() const;

    const GuiOptions &m_options;
    CrawlSession &m_session;
    std::vector<std::unique_ptr<ExportFile>> m_files;
    Background m_export;
    std::unique_ptr<ProxyCheck> m_proxyCheck; // while it is asked for
    bool m_done = false;
};

} // namespace turnstone
