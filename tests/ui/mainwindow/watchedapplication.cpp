// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/mainwindow/watchedapplication.h"

#include <QMetaEnum>
#include <QThread>

#include <ctime>
#include <utility>

namespace turnstone::test {

namespace {

const char *nameOf(const QObject *object)
{
    return object ? object->metaObject()->className() : "nobody";
}

qint64 nsOf(clockid_t clock)
{
    timespec time = {};
    ::clock_gettime(clock, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

WatchedApplication::Time WatchedApplication::now()
{
    return {nsOf(CLOCK_MONOTONIC), nsOf(CLOCK_THREAD_CPUTIME_ID)};
}

void WatchedApplication::note(Worst &worst, qint64 ns, const QString &event)
{
    if (ns > worst.ns)
        worst = {ns, event};
}

void WatchedApplication::reset()
{
    m_worst = {};
    m_worstCpu = {};
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (QThread::currentThread() != thread() || thread()->loopLevel() <= m_level)
        return QApplication::notify(receiver, event);
    // The receiver and the event may be gone afterwards.
    const char *const name = nameOf(receiver);
    const char *const parent = nameOf(receiver->parent());
    const QEvent::Type type = event->type();
    const int outer = std::exchange(m_level, thread()->loopLevel());
    const Time outerWithin = std::exchange(m_within, {});
    const Time began = now();
    const bool accepted = QApplication::notify(receiver, event);
    const Time ended = now();
    const Time took{ended.wallNs - began.wallNs, ended.cpuNs - began.cpuNs};
    const Time own{took.wallNs - m_within.wallNs, took.cpuNs - m_within.cpuNs};
    m_level = outer;
    m_within = {outerWithin.wallNs + took.wallNs, outerWithin.cpuNs + took.cpuNs};
    if (own.wallNs <= m_worst.ns && own.cpuNs <= m_worstCpu.ns)
        return accepted;
    const QString what = QStringLiteral("%1 of %2, %3")
                             .arg(QLatin1StringView(name), QLatin1StringView(parent),
                                  QLatin1StringView(QMetaEnum::fromType<QEvent::Type>().valueToKey(type)));
    note(m_worst, own.wallNs, what);
    note(m_worstCpu, own.cpuNs, what);
    return accepted;
}

} // namespace turnstone::test
