// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/networkwatch.h"

#include <QPointer>

namespace turnstone {

namespace {
constexpr Duration ProbePeriod = std::chrono::seconds(1);
// What was under way when the network went may still arrive: only what comes later speaks for it.
constexpr Duration Listening = std::chrono::milliseconds(150);
constexpr Duration Speaks = std::chrono::milliseconds(50);
} // namespace

NetworkWatch::NetworkWatch(const NetworkPulse &pulse, TimeSource &timeSource, NetworkProbe::Function probe,
                           QObject *parent)
    : QObject(parent)
    , m_pulse(pulse)
    , m_time(timeSource)
    , m_probe(std::move(probe))
    , m_alarm(timeSource.makeAlarm([this] { onAlarm(); }))
{}

void NetworkWatch::doubt(const QString &host, const QString &proxy)
{
    if (m_state != State::Fine)
        return;
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
    if (m_state == State::Listening && m_pulse.wasHeardSince(lately)) {
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
    if (!reachable)
        m_alarm->setFor(m_time.now() + ProbePeriod);
    if (before == State::Asking && reachable)
        Q_EMIT believed(m_askedAt);
    else if (before == State::Asking)
        Q_EMIT wentDown(m_doubtedAt);
    else if (reachable)
        Q_EMIT cameBack();
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
}

} // namespace turnstone
