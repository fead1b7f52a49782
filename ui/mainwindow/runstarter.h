// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/crawlsession.h"

#include <QObject>
#include <QUrl>

#include <vector>

class QWidget;

namespace turnstone {

class HostModel;
class MessageBar;
class ProjectDesk;

/// What the user starts, and the questions before it: a password or key that is missing, and whether what may
/// change something at a server is sent once more.
class RunStarter final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it; it belongs to `window`.
    RunStarter(CrawlSession &session, const HostModel &hosts, ProjectDesk &desk, MessageBar &message,
               QWidget *window);

    /// Starts, pauses, goes on with or repeats the run: the main button.
    void toggle();
    void recheck(const std::vector<RowId> &rows);
    void recheckFailed();

private:
    void checkAgain();
    void noteRest(std::vector<RowId> rows);
    std::vector<RowId> restToCheck() const;
    void recheckRest();
    void showRest();
    void explainWait(const std::vector<RowId> &rows);
    qint64 unfetchedOf(const std::vector<RowId> &rows) const;
    std::vector<RowId> askEffects(const std::vector<RowId> &rows);
    bool askProxyPassword();
    void forgetProxyPassword();
    bool askSecrets(const SecretQuestions &questions);

    CrawlSession &m_session;
    const HostModel &m_hosts;
    ProjectDesk &m_desk;
    MessageBar &m_message;
    QWidget *m_window;
    QUrl m_proxyAsked;         // once for each proxy: some have no password
    std::vector<RowId> m_rest; // a stop came before they were checked again; in ascending order
    bool m_isRestTold = false; // the user may have closed the line
};

} // namespace turnstone
