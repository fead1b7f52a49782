// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/addressintake.h"

#include <utility>

namespace turnstone {

AddressIntake::AddressIntake(CrawlSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&m_scan, &AddressScan::finished, this, &AddressIntake::onScanned);
    // Behind whoever else hears of the end of an opening: the list is as it will be.
    connect(&m_session, &CrawlSession::phaseChanged, this, &AddressIntake::goOn, Qt::QueuedConnection);
    connect(&m_session, &CrawlSession::openFailed, this, &AddressIntake::goOn, Qt::QueuedConnection);
}

bool AddressIntake::isBusy() const
{
    return m_scanning || !m_waiting.empty() || m_session.isOpening();
}

void AddressIntake::takeText(const QString &text)
{
    scan([this, text] { m_scan.scanText(text); });
}

void AddressIntake::takeFiles(const QStringList &paths)
{
    scan([this, paths] { m_scan.scanFiles(paths); });
}

void AddressIntake::scan(std::function<void()> begin)
{
    afterwards([this, begin = std::move(begin)] {
        m_scanning = [this, begin] {
            const ResultRows &rows = m_session.table()->rows();
            m_scan.setExisting(rows.addresses(), rows.removedRows());
            begin();
        };
        m_scanning();
    });
}

void AddressIntake::afterwards(std::function<void()> next)
{
    m_waiting.push_back(std::move(next));
    goOn();
}

void AddressIntake::beforeReading(std::function<void()> next)
{
    if (!m_scanning || m_session.isOpening()) {
        afterwards(std::move(next));
        return;
    }
    next();
    m_found.reset();
    m_scanning();
}

void AddressIntake::setHeld(bool held)
{
    m_held = held;
    if (!held) // whoever was asked acts on the answer first
        QMetaObject::invokeMethod(this, &AddressIntake::goOn, Qt::QueuedConnection);
}

void AddressIntake::onScanned(const AddressScan::Findings &findings)
{
    m_found = findings;
    goOn();
}

void AddressIntake::goOn()
{
    while (!m_held && !m_session.isOpening()) {
        if (const auto found = std::exchange(m_found, std::nullopt)) {
            m_scanning = {};
            Q_EMIT taken(*found, m_session.add(found->addresses, found->back));
        } else if (!m_scanning && !m_waiting.empty()) {
            const std::function<void()> next = std::move(m_waiting.front());
            m_waiting.pop_front();
            next();
        } else {
            return;
        }
    }
}

} // namespace turnstone
