// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/crew.h"

#include "core/base/backgroundthread.h"
#include "core/crawl/flights.h"
#include "core/net/nameprobe.h"
#include "core/net/networksetup.h"

#include <algorithm>

namespace turnstone {

namespace {

int sizeFor(const CrawlEngine &engine)
{
    return engine.workers > 0 ? engine.workers : std::clamp(QThread::idealThreadCount(), 2, 8);
}

} // namespace

Crew::Crew(const CrawlEngine &engine, QObject *parent)
    : QObject(parent)
    , m_budget(sizeFor(engine))
{
    m_members.resize(size_t(sizeFor(engine)));
    for (int i = 0; i < size(); ++i)
        addMember(engine, i);
    m_budget.setWaker([this](int index) { worker(index).wake(); });
    for (Member &member : m_members) {
        if (member.thread)
            member.thread->start();
    }
}

void Crew::addMember(const CrawlEngine &engine, int index)
{
    CrawlWorker::Surroundings around;
    around.index = index;
    around.workers = size();
    around.timeSource = engine.timeSource;
    around.random = engine.random;
    around.budget = &m_budget;
    around.memory = &m_memory;
    around.pulse = &m_pulse;
    around.proxy = &m_proxy;
    around.names = &m_names;
    around.parsers = &m_parsers;
    around.makeWire = engine.wire;
    if (!around.makeWire)
        around.makeWire = [this, factory = engine.network] {
            return std::make_unique<Flights>(factory, *m_lookups, m_memory);
        };
    around.transfer = [this](int owner, const std::shared_ptr<Job> &job) {
        tell(owner, [job](CrawlWorker &worker) { worker.takeOver(job); });
    };
    around.credit = [this](int owner, const CrawlWorker::Credit &credit) {
        tell(owner, [credit](CrawlWorker &worker) { worker.takeCredit(credit); });
    };
    Member &member = m_members[size_t(index)];
    member.worker = std::make_unique<CrawlWorker>(std::move(around));
    if (!engine.threads)
        return;
    member.thread = std::make_unique<QThread>();
    member.thread->setObjectName(QStringLiteral("crawl %1").arg(index));
    member.worker->moveToThread(member.thread.get());
    connect(member.thread.get(), &QThread::started, member.worker.get(), &markAsBackgroundThread);
}

void Crew::setLimits(const CrawlLimits &limits)
{
    m_budget.setLimits(std::min(limits.concurrency, mostConnections()), limits.rate);
    m_memory.setLimit(limits.memoryBytes);
}

NetworkProbe::Function Crew::nameProbe()
{
    return [this](const QStringList &targets, NetworkProbe::Sign, NetworkProbe::Answer answer) {
        NameProbe::start(targets, *m_lookups, std::move(answer), this);
    };
}

Crew::~Crew()
{
    // Sockets and timers go in the thread they live in; only then may the threads end.
    for (Member &member : m_members) {
        if (member.thread)
            QMetaObject::invokeMethod(member.worker.get(), &CrawlWorker::shutDown,
                                      Qt::BlockingQueuedConnection);
        else
            member.worker->shutDown();
    }
    m_parsers.waitForDone();
    for (Member &member : m_members) {
        if (!member.thread)
            continue;
        member.thread->quit();
        member.thread->wait();
    }
}

} // namespace turnstone
