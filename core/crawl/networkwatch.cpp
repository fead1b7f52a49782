// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/networkwatch.h"

#include <QHostAddress>
#include <QPointer>
#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {
constexpr Duration ProbePeriod = std::chrono::seconds(1);
// What was under way when the network went may still arrive: only what comes later speaks for it.
constexpr Duration Listening = std::chrono::milliseconds(150);
constexpr Duration Speaks = std::chrono::milliseconds(50);
constexpr Duration LeastPatience = std::chrono::seconds(10);

/// A name of which no cache knows whether it is there, so that only one who asks further can say.
QStringList unknownNames(const QStringList &targets)
{
    QStringList names;
    for (const QString &target : targets) {
        const QString host = target.section(u':', 0, -2);
        const QString label = QString::number(QRandomGenerator::global()->generate64(), 36);
        if (QHostAddress(host).isNull())
            names << label + u'.' + host + u':' + target.section(u':', -1);
    }
    return names;
}
} // namespace

NetworkWatch::NetworkWatch(const NetworkPulse &pulse, TimeSource &timeSource, NetworkProbe::Function probe,
                           QObject *parent)
    : QObject(parent)
    , m_pulse(pulse)
    , m_time(timeSource)
    , m_probe(std::move(probe))
    , m_alarm(timeSource.makeAlarm([this] { onAlarm(); }))
{}

void NetworkWatch::setSecondOpinion(NetworkProbe::Function opinion, std::function<Duration()> patience)
{
    m_opinion = std::move(opinion);
    m_patience = std::move(patience);
}

void NetworkWatch::doubt(const QString &host, const QString &proxy)
{
    if (m_state != State::Fine)
        return;
    if (m_believesSince != Never && m_pulse.wasHeardSince(m_believesSince))
        m_believesSince = Never;
    m_targets = proxy.isEmpty() ? m_pulse.reached() : QStringList(proxy);
    m_sign = proxy.isEmpty() ? NetworkProbe::Sign::AcceptsOrRefuses : NetworkProbe::Sign::Accepts;
    if (proxy.isEmpty()) // whether it is the host itself, is the question
        m_targets.removeIf([&host](const QString &target) { return target.section(u':', 0, -2) == host; });
    m_state = State::Listening;
    m_doubtedAt = m_time.now();
    m_alarm->setFor(m_doubtedAt + Listening);
}

void NetworkWatch::onAlarm()
{
    const TimePoint lately = m_time.now() - Speaks;
    const bool isBelieved = m_believesSince != Never && m_sign == NetworkProbe::Sign::AcceptsOrRefuses;
    if (m_state == State::Listening && (isBelieved || m_pulse.wasHeardSince(lately))) {
        m_state = State::Fine;
        Q_EMIT believed(lately);
        return;
    }
    if (m_state == State::Listening)
        m_state = State::Asking;
    ask();
}

void NetworkWatch::ask()
{
    const int question = ++m_question;
    m_askedAt = m_time.now();
    m_probe(m_targets, m_sign, [self = QPointer(this), question](bool reachable) {
        if (self && self->m_question == question)
            self->onAnswer(reachable);
    });
}

void NetworkWatch::onAnswer(bool reachable)
{
    const State before = m_state;
    m_state = reachable ? State::Fine : State::Down;
    if (!reachable && before != State::Down)
        m_downSince = m_time.now();
    const bool isProxy = m_sign == NetworkProbe::Sign::Accepts;
    if (!reachable && m_opinion && !isProxy &&
        m_time.now() - m_downSince >= std::max(m_patience(), LeastPatience)) {
        const QStringList names = unknownNames(m_targets);
        m_downSince = m_time.now(); // and after as long again
        if (!names.isEmpty()) {     // of numbers nobody knows a name
            askAgain(names);
            return;
        }
    }
    if (!reachable)
        m_alarm->setFor(m_time.now() + ProbePeriod);
    if (before == State::Asking && reachable)
        Q_EMIT believed(m_askedAt);
    else if (before == State::Asking)
        Q_EMIT wentDown(m_doubtedAt);
    else if (reachable)
        Q_EMIT cameBack();
}

void NetworkWatch::askAgain(const QStringList &names)
{
    const int question = ++m_question;
    m_opinion(names, m_sign, [self = QPointer(this), question](bool isThere) {
        if (self && self->m_question == question)
            self->onOpinion(isThere);
    });
}

void NetworkWatch::onOpinion(bool isThere)
{
    if (!isThere) { // it is gone, then, and may be for long
        m_alarm->setFor(m_time.now() + ProbePeriod);
        return;
    }
    m_state = State::Fine;
    m_believesSince = m_time.now();
    Q_EMIT neverWent();
}

void NetworkWatch::hurry()
{
    if (m_state != State::Down)
        return;
    m_alarm->clear();
    ask();
}

void NetworkWatch::rest()
{
    if (m_state != State::Down)
        m_state = State::Fine;
    m_alarm->clear();
    ++m_question;
}

void NetworkWatch::reset()
{
    rest();
    m_state = State::Fine;
    m_believesSince = Never;
}

} // namespace turnstone
