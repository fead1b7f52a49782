// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/addressscan.h"
#include "ui/session/crawlsession.h"

#include <QObject>

#include <deque>
#include <functional>
#include <optional>

namespace turnstone {

/// Takes what is pasted, dropped and opened into the list of a session, one after the other and in the order
/// in which it came: each into the list that is there then, none while a project is being opened. All that
/// brings another list goes through here. Belongs to the thread of its creator.
class AddressIntake final : public QObject
{
    Q_OBJECT

public:
    /// `session` must outlive it.
    explicit AddressIntake(CrawlSession &session, QObject *parent = nullptr);

    void takeText(const QString &text);
    void takeFiles(const QStringList &paths);
    /// Calls this once all that came before it is in the list; at once where nothing is on its way.
    void afterwards(std::function<void()> next);
    /// Calls this now, but not while a project is being opened: what is being read goes into the list that is
    /// there after it.
    void beforeReading(std::function<void()> next);
    /// While it is held the list stays as it is, and what comes waits: somebody is asked about it.
    void setHeld(bool held);
    bool isBusy() const;

Q_SIGNALS:
    /// What was found, which `added` of the session are rows now.
    void taken(const turnstone::AddressScan::Findings &findings, int added);

private:
    void onScanned(const AddressScan::Findings &findings);
    void goOn();
    void scan(std::function<void()> begin);

    CrawlSession &m_session;
    AddressScan m_scan;
    std::function<void()> m_scanning;             // begins anew what is being read
    std::optional<AddressScan::Findings> m_found; // while held
    std::deque<std::function<void()>> m_waiting;
    bool m_held = false;
};

} // namespace turnstone
