// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/crawlengine.h"
#include "core/crawl/crawlworker.h"
#include "core/net/resolver.h"

#include <QObject>
#include <QThread>
#include <QThreadPool>

#include <memory>
#include <vector>

namespace turnstone {

/// The workers of a crawler with their threads, and what they share. Belongs to the thread of its creator;
/// whatever a worker is told is told in that worker's thread, in the order in which it was said.
class Crew final : public QObject
{
    Q_OBJECT

public:
    Crew(const CrawlEngine &engine, QObject *parent);
    ~Crew() override;

    int size() const { return int(m_members.size()); }
    /// Of what all share. Not more in flight than the system allows descriptors for.
    void setLimits(const CrawlLimits &limits);
    const NetworkPulse &pulse() const { return m_pulse; }
    ProxyLogin &proxy() { return m_proxy; }
    const NetworkPulse &names() const { return m_names; }
    /// Asks name servers, on the threads for look-ups.
    NetworkProbe::Function nameProbe();
    CrawlWorker &worker(int index) { return *m_members[size_t(index)].worker; }

    template <typename Call>
    void tell(int index, Call call)
    {
        CrawlWorker *worker = m_members[size_t(index)].worker.get();
        QMetaObject::invokeMethod(
            worker, [worker, call] { call(*worker); }, Qt::QueuedConnection);
    }
    template <typename Call>
    void tellAll(Call call)
    {
        for (int i = 0; i < size(); ++i)
            tell(i, call);
    }

private:
    struct Member
    {
        std::unique_ptr<QThread> thread; // none where workers live in the crawler's own
        std::unique_ptr<CrawlWorker> worker;
    };
    void addMember(const CrawlEngine &engine, int index);

    SharedBudget m_budget;
    MemoryBudget m_memory;
    NetworkPulse m_pulse;
    ProxyLogin m_proxy;
    NetworkPulse m_names;
    QThreadPool m_parsers;
    Resolver::Pool m_lookups = Resolver::makePool();
    std::vector<Member> m_members;
};

} // namespace turnstone
