// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/runstarter.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "core/types/fetchrequest.h"
#include "core/types/secrets.h"
#include "ui/dialogs/secretsdialog.h"
#include "ui/mainwindow/matters.h"
#include "ui/mainwindow/projectdesk.h"
#include "ui/models/hostmodel.h"
#include "ui/widgets/messagebar.h"

#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace turnstone {

RunStarter::RunStarter(CrawlSession &session, const HostModel &hosts, ProjectDesk &desk, MessageBar &message,
                       QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_hosts(hosts)
    , m_desk(desk)
    , m_message(message)
    , m_window(window)
{
    connect(&m_session, &CrawlSession::finished, this, [this](const CrawlSummary &summary) {
        if (!summary.proxyRefused)
            return;
        forgetProxyPassword();
        m_message.warn(tr("Stopped: the proxy rejects the user name or password, and each request would be "
                          "another failed login. Enter the right ones in the settings, under Network."));
    });
    connect(&m_session, &CrawlSession::recheckCutShort, this, &RunStarter::noteRest);
    connect(&m_session, &CrawlSession::phaseChanged, this, &RunStarter::showRest);
    connect(&m_session.changes(), &QUndoStack::indexChanged, this, &RunStarter::showRest);
    connect(&m_session, &CrawlSession::listReplaced, this, [this] {
        m_rest.clear();
        showRest();
    });
}

void RunStarter::noteRest(std::vector<RowId> rows)
{
    std::erase_if(rows, [this](RowId row) { // nobody misses what was said of a line that is no address
        return m_session.addresses().problem(row) != AddressProblem::None;
    });
    rows.insert(rows.end(), m_rest.begin(), m_rest.end());
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    m_rest = std::move(rows);
    showRest();
}

/// Those that are in the list, while nothing runs.
std::vector<RowId> RunStarter::restToCheck() const
{
    const ResultRows &all = m_session.table()->rows();
    std::vector<RowId> rest;
    if (!m_session.isActive())
        std::copy_if(m_rest.begin(), m_rest.end(), std::back_inserter(rest),
                     [&all](RowId row) { return int(row) < all.size() && !all.isRemoved(row); });
    return rest;
}

/// Its line is closed by now.
void RunStarter::recheckRest()
{
    m_isRestTold = false;
    recheck(restToCheck());
    showRest(); // again, where it was not begun
}

void RunStarter::showRest()
{
    const std::vector<RowId> rest = restToCheck();
    const bool wasTold = std::exchange(m_isRestTold, !rest.empty());
    if (rest.empty()) {
        m_message.drop(matter::Unchecked);
        return;
    }
    const auto count = qint64(rest.size());
    const QString text = tr("Stopped. %1 addresses were not checked again and keep their earlier results.",
                            nullptr, pluralOf(count))
                             .arg(countText(count));
    if (wasTold)
        m_message.update(matter::Unchecked, text);
    else
        m_message.post(matter::Unchecked, MessageBar::Kind::Info, text,
                       {{tr("Check the rest"), [this] { recheckRest(); }}});
}

void RunStarter::toggle()
{
    switch (m_session.phase()) {
    case CrawlSession::Phase::Ready:
        m_message.dropSaid();
        if (askProxyPassword() && askSecrets(m_session.missingToStart()))
            m_session.start();
        return;
    case CrawlSession::Phase::Running:
        m_session.pause();
        return;
    case CrawlSession::Phase::Paused:
        m_message.dropSaid();
        m_session.resume();
        return;
    case CrawlSession::Phase::Finished:
        checkAgain();
        return;
    default:
        return;
    }
}

void RunStarter::recheck(const std::vector<RowId> &rows)
{
    if (m_session.isOpening() || m_desk.refuses())
        return;
    if (std::all_of(rows.begin(), rows.end(), [this](RowId row) {
            return m_session.addresses().problem(row) != AddressProblem::None;
        })) {
        m_message.say(tr("Nothing here can be fetched."));
        return;
    }
    explainWait(rows);
    const qint64 unfetched = unfetchedOf(rows);
    std::vector<RowId> wanted = askEffects(rows);
    if (wanted.empty() || !askProxyPassword() || !askSecrets(m_session.missingSecrets(wanted)))
        return;
    std::sort(wanted.begin(), wanted.end());
    std::erase_if(m_rest,
                  [&wanted](RowId row) { return std::binary_search(wanted.begin(), wanted.end(), row); });
    const bool wasActive = m_session.isActive();
    m_session.recheck(wanted);
    if (!wasActive && m_session.isActive())
        m_message.dropSaid(); // what it offers is over
    if (unfetched > 0)
        m_message.say(
            tr("%1 addresses have not been fetched yet: Start fetches them.", nullptr, pluralOf(unfetched))
                .arg(countText(unfetched)));
    showRest();
}

/// What waits to be tried again is, by itself: when that is, and why it is not now.
void RunStarter::explainWait(const std::vector<RowId> &rows)
{
    const auto willRetry = [this](RowId row) {
        return m_session.table()->rows().row(row).rowClass == RowClass(RowProgress::State::WillRetry);
    };
    const auto first = std::find_if(rows.begin(), rows.end(), willRetry);
    if (first == rows.end())
        return;
    const QString host = m_session.hostOfRow(*first);
    const QString state = m_hosts.stateOf(host);
    const QString text = std::count_if(rows.begin(), rows.end(), willRetry) == 1
                             ? tr("This address will be tried again automatically.")
                             : tr("These addresses will be tried again automatically.");
    m_message.say(state.isEmpty()
                      ? text
                      : tr("%1 %2: %3. To end a host's pause, use Try now in Hosts.").arg(text, host, state));
}

/// What waits for Start cannot be checked again.
qint64 RunStarter::unfetchedOf(const std::vector<RowId> &rows) const
{
    if (m_session.phase() != CrawlSession::Phase::Ready)
        return 0;
    const ResultRows &all = m_session.table()->rows();
    return std::count_if(rows.begin(), rows.end(), [&all](RowId row) { return all.isOpen(row); });
}

void RunStarter::recheckFailed()
{
    std::vector<RowId> rows;
    const ResultRows &all = m_session.table()->rows();
    for (int row = 0; row < all.size(); ++row) {
        const RowClass rowClass = all.row(RowId(row)).rowClass;
        if (rowClass.isDone() && !isFine(rowClass.verdict()) && rowClass.verdict() != Verdict::InvalidUrl &&
            !all.isRemoved(RowId(row)))
            rows.push_back(RowId(row));
    }
    if (rows.empty())
        m_message.say(tr("No address has failed."));
    else
        recheck(rows);
}

void RunStarter::checkAgain()
{
    std::vector<RowId> rows;
    const ResultRows &all = m_session.table()->rows();
    for (RowId row = 0; row < RowId(all.size()); ++row) {
        const RowClass rowClass = all.row(row).rowClass;
        if (rowClass.isDone() && rowClass.verdict() != Verdict::InvalidUrl && !all.isRemoved(row))
            rows.push_back(row);
    }
    recheck(rows);
}

/// Those of them that the user wants to be sent once more, where that may have another effect.
std::vector<RowId> RunStarter::askEffects(const std::vector<RowId> &rows)
{
    const AddressList &list = m_session.addresses();
    const QByteArray general = m_session.settings().request.method;
    std::vector<RowId> harmless;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(harmless), [this, &list, &general](RowId row) {
        const RequestSpec *own = list.request(row);
        return isSafe(own && !own->method.isEmpty() ? own->method : general) ||
               m_session.table()->rows().isOpen(row); // which is not sent again by this
    });
    const qint64 others = qint64(rows.size() - harmless.size());
    if (others == 0)
        return rows;
    QMessageBox question(
        QMessageBox::Question, tr("Turnstone"),
        rows.size() == 1 ? tr("This address uses a method that may change something on the server, such as "
                              "POST. Send it again?")
                         : tr("%1 of these addresses use a method that may change something on the "
                              "server, such as POST. Send them again?",
                              nullptr, pluralOf(others))
                               .arg(countText(others)),
        QMessageBox::NoButton, m_window);
    const QPushButton *all = question.addButton(tr("Send again"), QMessageBox::AcceptRole);
    const QPushButton *some = nullptr;
    if (!harmless.empty())
        some = question.addButton(tr("Only the others"), QMessageBox::AcceptRole);
    question.setDefaultButton(question.addButton(QMessageBox::Cancel));
    question.exec();
    if (question.clickedButton() == all)
        return rows;
    return some && question.clickedButton() == some ? harmless : std::vector<RowId>();
}

/// Passwords are not stored: asks for that of the proxy where it is missing. False: rather not start.
bool RunStarter::askProxyPassword()
{
    CrawlSettings settings = m_session.settings();
    const QUrl proxy = settings.proxy;
    if (proxy.userName().isEmpty() || !proxy.password().isEmpty() || m_proxyAsked == proxy)
        return true;
    bool given = false;
    const bool isHidden = proxy.userName() == QLatin1StringView(Hidden); // in a project
    const QString answer = QInputDialog::getText(
        m_window, isHidden ? tr("Proxy key") : tr("Proxy password"),
        isHidden ? tr("The project does not have the key for %1.\nIt is kept until the program ends.")
                       .arg(proxy.host())
                 : tr("%1 asks %2 for a password.\nIt is kept until the program ends.")
                       .arg(proxy.host(), proxy.userName()),
        QLineEdit::Password, {}, &given);
    if (!given)
        return false;
    if (isHidden)
        settings.proxy.setUserName(answer, QUrl::DecodedMode);
    else
        settings.proxy.setPassword(answer, QUrl::DecodedMode);
    m_proxyAsked = isHidden ? settings.proxy : proxy;
    m_session.setSettings(settings);
    return true;
}

/// The one that was asked for: the next start asks again.
void RunStarter::forgetProxyPassword()
{
    const QUrl asked = std::exchange(m_proxyAsked, {});
    CrawlSettings settings = m_session.settings();
    if (asked.isEmpty() || settings.proxy.adjusted(QUrl::RemovePassword) != asked)
        return;
    settings.proxy = asked;
    m_session.setSettings(settings);
}

/// The same for what a project has *** for.
bool RunStarter::askSecrets(const SecretQuestions &questions)
{
    constexpr size_t most = 50;
    if (questions.isEmpty())
        return true;
    if (m_session.isActive()) {
        m_message.warn(
            tr("Addresses whose password or key is not in the project are left out: it is asked for "
               "when nothing runs. Stop, and check them again."));
        return true;
    }
    if (questions.all().size() > most) {
        m_message.warn(
            tr("%1 passwords and keys are not in the project, which is too many to ask for. Continue with "
               "turnstone-cli crawl --project FILE --resume LIST, which takes them from the list.")
                .arg(countText(qint64(questions.all().size()))));
        return false;
    }
    SecretsDialog dialog(questions, m_window);
    if (dialog.exec() != QDialog::Accepted)
        return false;
    m_session.giveSecrets(questions, dialog.answers());
    return true;
}

} // namespace turnstone
