// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/nameprobe.h"

#include <QFutureWatcher>
#include <QRandomGenerator>
#include <QtConcurrentRun>

#include <utility>

namespace turnstone {

namespace {
constexpr qsizetype MostAsked = 3; // each may hold a thread for as long as the system waits

/// Beside the zone of `name`, below the same top-level domain: known to no cache.
QString unknownName(const QString &name)
{
    const QString label = QString::number(QRandomGenerator::global()->generate64(), 36);
    return label + u'.' + name.section(u'.', -1, -1, QString::SectionSkipEmpty);
}
} // namespace

void NameProbe::start(const QStringList &targets, QThreadPool &pool, NetworkProbe::Answer answer,
                      QObject *parent, const Resolver::Lookup &lookup)
{
    if (targets.isEmpty()) {
        NetworkProbe::start({}, NetworkProbe::Sign::AcceptsOrRefuses, std::move(answer));
        return;
    }
    auto *probe = new NameProbe(std::move(answer), parent);
    for (const QString &target : targets.first(std::min(targets.size(), MostAsked)))
        probe->ask(target.section(u':', 0, -2), pool, lookup);
    probe->ask(unknownName(targets.front().section(u':', 0, -2)), pool, lookup);
}

NameProbe::NameProbe(NetworkProbe::Answer answer, QObject *parent)
    : QObject(parent)
    , m_answer(std::move(answer))
{}

void NameProbe::ask(const QString &name, QThreadPool &pool, const Resolver::Lookup &lookup)
{
    ++m_open;
    auto *watcher = new QFutureWatcher<QHostInfo>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        const QHostInfo::HostInfoError error = watcher->result().error();
        if (error == QHostInfo::NoError || error == QHostInfo::HostNotFound)
            conclude(true);
        else if (--m_open == 0)
            conclude(false);
    });
    watcher->setFuture(QtConcurrent::run(&pool, [lookup, name] { return lookup(name); }));
}

void NameProbe::conclude(bool reachable)
{
    if (std::exchange(m_concluded, true))
        return;
    deleteLater();
    m_answer(reachable);
}

} // namespace turnstone
