// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/hoststate.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"

#include <QStringList>

#include <algorithm>

namespace turnstone {

using std::chrono::milliseconds;

namespace {

enum class StateKind : int { Well, Retries, Paused, GivenUp, Slowed, Down };

StateKind kindOf(const HostSnapshot &host)
{
    switch (host.condition) {
    case HostCondition::Well:
        break;
    case HostCondition::Slowed:
        return StateKind::Slowed;
    case HostCondition::Down:
        return StateKind::Down;
    case HostCondition::GivenUp:
        return StateKind::GivenUp;
    }
    if (host.pausedFor.count() > 0)
        return StateKind::Paused;
    return host.nextRetryIn.count() >= 0 ? StateKind::Retries : StateKind::Well;
}

QString troubleText(HostTrouble trouble)
{
    switch (trouble) {
    case HostTrouble::None:
        return {};
    case HostTrouble::Throttled:
        return tr("too many requests");
    case HostTrouble::Unavailable:
        return tr("unavailable (503)");
    case HostTrouble::Refused:
        return tr("refused");
    case HostTrouble::Reset:
        return tr("connection closed");
    case HostTrouble::TimedOut:
        return tr("timed out");
    case HostTrouble::Unreachable:
        return tr("unreachable");
    }
    return {};
}

QString withTrouble(const QString &state, HostTrouble trouble)
{
    return trouble == HostTrouble::None ? state : tr("%1: %2").arg(state, troubleText(trouble));
}

/// A host that answers, if only to say no, is not called down.
QString downWord(const HostSnapshot &host)
{
    return host.trouble == HostTrouble::Throttled ? tr("throttled") : tr("down");
}

/// It will be given up before it may be asked again.
bool isPausedForGood(const HostSnapshot &host)
{
    return host.givenUpIn.count() >= 0 && host.pausedFor > host.givenUpIn;
}

/// When a host that is down is asked next; empty where nobody is going to ask it.
QString nextProbeText(const HostSnapshot &host, bool isAsking)
{
    if (host.inFlight > 0)
        return tr("asking");
    if (isPausedForGood(host))
        return {};
    if (host.pausedFor.count() > 0)
        return tr("asks again in %1").arg(countdownText(host.pausedFor));
    return isAsking && host.waiting + host.willRetry > 0 ? tr("asks again now") : QString();
}

QString downText(const HostSnapshot &host, bool isAsking)
{
    QStringList parts{withTrouble(downWord(host), host.trouble)};
    if (const QString next = nextProbeText(host, isAsking); !next.isEmpty())
        parts.append(next);
    if (host.givenUpIn.count() >= 0)
        parts.append(tr("given up in %1").arg(countdownText(host.givenUpIn)));
    return parts.join(tr(", "));
}

} // namespace

QString hostStateText(const HostSnapshot &host, bool isAsking)
{
    switch (kindOf(host)) {
    case StateKind::Well:
        return {};
    case StateKind::Retries:
        return tr("retry %1").arg(countdownText(host.nextRetryIn));
    case StateKind::Paused:
        return tr("paused %1").arg(countdownText(host.pausedFor));
    case StateKind::GivenUp:
        return withTrouble(tr("given up"), host.trouble);
    case StateKind::Slowed:
        return host.pausedFor.count() > 0
                   ? tr("%1, next in %2")
                         .arg(withTrouble(tr("slowed"), host.trouble), countdownText(host.pausedFor))
                   : withTrouble(tr("slowed"), host.trouble);
    case StateKind::Down:
        return downText(host, isAsking);
    }
    return {};
}

QString hostStateShortText(const HostSnapshot &host)
{
    const auto counting = [&host](const QString &state) {
        return host.pausedFor.count() > 0 && !isPausedForGood(host)
                   ? tr("%1 %2").arg(state, countdownText(host.pausedFor))
                   : state;
    };
    switch (kindOf(host)) {
    case StateKind::GivenUp:
        return tr("given up");
    case StateKind::Slowed:
        return counting(tr("slowed"));
    case StateKind::Down:
        return counting(downWord(host));
    default:
        return hostStateText(host, true); // says nothing of asking
    }
}

double hostStateRank(const HostSnapshot &host)
{
    constexpr double MoreThanAnyWait = 1e12; // ms
    const StateKind kind = kindOf(host);
    const milliseconds wait = kind == StateKind::Retries ? host.nextRetryIn : host.pausedFor;
    return double(kind) * MoreThanAnyWait + double(std::max<qint64>(wait.count(), 0));
}

Verdict hostStateColor(const HostSnapshot &host)
{
    switch (kindOf(host)) {
    case StateKind::Well:
        break;
    case StateKind::Retries:
        return Verdict::ServerError;
    case StateKind::Paused:
    case StateKind::Slowed:
        return Verdict::Throttled;
    case StateKind::Down:
        return host.trouble == HostTrouble::Throttled ? Verdict::Throttled : Verdict::ConnectionFailed;
    case StateKind::GivenUp:
        return Verdict::ConnectionFailed;
    }
    return Verdict::Ok;
}

} // namespace turnstone
