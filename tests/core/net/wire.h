// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/exchange.h"
#include "core/net/networkfactory.h"

#include <QSignalSpy>
#include <QTest>

#include <fstream>
#include <functional>
#include <unistd.h>

namespace turnstone {

/// Exchanges on real connections, through a manager as the engine makes it.
class Wire final
{
public:
    explicit Wire(const CrawlSettings &settings = {})
        : m_settings(settings)
        , m_manager(makeManager(settings))
    {}

    /// Runs it to its end; `onStart` is called when it is under way.
    Answer get(const QUrl &url, const Exchange::Options &options = {1'000'000, 0, false, false},
               const std::function<void(Exchange &)> &onStart = {})
    {
        WireRequest request = firstRequest(url, m_settings, nullptr);
        const QNetworkRequest network = toNetworkRequest(request, commonRequest(m_settings, 5));
        Exchange exchange(request, options, nullptr);
        QSignalSpy finished(&exchange, &Exchange::finished);
        exchange.start(*m_manager, network);
        if (onStart)
            onStart(exchange);
        if (finished.isEmpty() && !finished.wait(10'000)) {
            qWarning("the exchange does not end");
            exchange.expire(FetchError::Timeout);
        }
        return exchange.takeAnswer();
    }

    AccessManager &manager() { return *m_manager; }

    /// What this process occupies, in bytes.
    static qint64 residentBytes()
    {
        std::ifstream file("/proc/self/statm");
        qint64 size = 0, resident = 0;
        file >> size >> resident;
        return resident * ::sysconf(_SC_PAGESIZE);
    }

private:
    CrawlSettings m_settings;
    std::unique_ptr<AccessManager> m_manager;
};

} // namespace turnstone
