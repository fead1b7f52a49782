// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demosite/demosite.h"

#include <memory>

namespace turnstone {

/// The demo site inside a test program: a member of the test class. Aborts the program when it cannot start.
/// Raises the limit of open files as far as it goes, for both sides of many connections.
class TestSite final
{
public:
    TestSite();
    quint16 port() const { return m_site->port(); }
    QUrl address(QStringView path, QStringView host = u"127.0.0.1") const
    {
        return m_site->address(path, host);
    }
    /// The same as bytes, for lists.
    QByteArray text(QStringView path, QStringView host = u"127.0.0.1") const;
    const SiteCounters &counters() const { return m_site->counters(); }
    void resetCounters() { m_site->resetCounters(); }

private:
    std::unique_ptr<DemoSite> m_site;
};

} // namespace turnstone
