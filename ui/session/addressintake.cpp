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
    return m_scans || !m_waiting.empty() || m_session.isOpening();
}

void AddressIntake::takeText(const QString &text)
{
    afterwards([this, text] {
        m_scans = true;
        m_scan.setExisting(m_session.addresses());
        m_scan.scanText(text);
    });
}

void AddressIntake::takeFiles(const QStringList &paths)
{
    afterwards([this, paths] {
        m_scans = true;
        m_scan.setExisting(m_session.addresses());
        m_scan.scanFiles(paths);
    });
}

void AddressIntake::afterwards(std::function<void()> next)
{
    m_waiting.push_back(std::move(next));
    goOn();
}

void AddressIntake::onScanned(const AddressScan::Findings &findings)
{
    const int added = m_session.add(findings.addresses);
    m_scans = false;
    Q_EMIT taken(findings, added);
    goOn();
}

void AddressIntake::goOn()
{
    while (!m_scans && !m_session.isOpening() && !m_waiting.empty()) {
        const std::function<void()> next = std::move(m_waiting.front());
        m_waiting.pop_front();
        next();
    }
}

} // namespace turnstone
