// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/limitspages.h"

#include "ui/models/settingscheck.h"

#include <QDoubleSpinBox>
#include <QSpinBox>

#include <cmath>

namespace turnstone {

using std::chrono::milliseconds;

namespace {

constexpr double BytesPerMegabyte = 1e6;

double secondsOf(milliseconds time)
{
    return double(time.count()) / 1000;
}

milliseconds fromSeconds(double seconds)
{
    return milliseconds(std::llround(seconds * 1000));
}

int megabytes(qint64 bytes)
{
    return int(std::lround(double(bytes) / BytesPerMegabyte));
}

double seconds(int ms)
{
    return ms / 1000.0;
}

} // namespace

SpeedPage::SpeedPage()
    : SettingsPage(tr("Speed and limits"), Effect::AtOnce)
    , m_concurrency(makeNumber(ranges::Concurrency.least, ranges::Concurrency.most))
    , m_perHost(makeNumber(ranges::PerHost.least, ranges::PerHost.most))
    , m_rate(makeDecimal(ranges::Rate.least, ranges::Rate.most, 2, tr(" /s")))
    , m_hostDelay(makeNumber(ranges::HostDelayMs.least, ranges::HostDelayMs.most, tr(" ms")))
    , m_maxBody(makeDecimal(double(ranges::MaxBodyBytes.least) / BytesPerMegabyte,
                            double(ranges::MaxBodyBytes.most) / BytesPerMegabyte, 3, tr(" MB")))
    , m_maxRedirects(makeNumber(ranges::MaxRedirects.least, ranges::MaxRedirects.most))
    , m_memory(
          makeNumber(megabytes(ranges::MemoryBytes.least), megabytes(ranges::MemoryBytes.most), tr(" MB")))
{
    m_rate->setSpecialValueText(tr("no limit"));
    m_hostDelay->setSpecialValueText(tr("none"));
    addField(tr("Requests at &once"), m_concurrency, tr("In flight in all, 1 to 10,000."));
    addField(tr("At once per &host"), m_perHost, tr("Be gentle: 6 is what a browser does."));
    addField(tr("&Rate"), m_rate, tr("Requests started per second in all."));
    addField(tr("&Delay per host"), m_hostDelay, tr("From one request to the next at the same host."));
    addField(tr("Largest &body"), m_maxBody, tr("Larger answers are cut off and judged too large."));
    addField(tr("Most redirec&ts"), m_maxRedirects, tr("Followed for one address."));
    addField(tr("&Memory"), m_memory, tr("For bodies and results under way, in all."));
    finish();
}

void SpeedPage::load(const CrawlSettings &crawl)
{
    m_concurrency->setValue(crawl.limits.concurrency);
    m_perHost->setValue(crawl.limits.perHost);
    m_rate->setValue(crawl.limits.rate);
    m_hostDelay->setValue(int(crawl.limits.hostDelay.count()));
    m_maxBody->setValue(double(crawl.limits.maxBodyBytes) / BytesPerMegabyte);
    m_maxRedirects->setValue(crawl.limits.maxRedirects);
    m_memory->setValue(megabytes(crawl.limits.memoryBytes));
}

void SpeedPage::store(CrawlSettings &crawl) const
{
    crawl.limits.concurrency = m_concurrency->value();
    crawl.limits.perHost = m_perHost->value();
    crawl.limits.rate = m_rate->value();
    crawl.limits.hostDelay = milliseconds(m_hostDelay->value());
    crawl.limits.maxBodyBytes = std::llround(m_maxBody->value() * BytesPerMegabyte);
    crawl.limits.maxRedirects = m_maxRedirects->value();
    if (m_memory->value() != megabytes(crawl.limits.memoryBytes)) // else it keeps its bytes
        crawl.limits.memoryBytes = std::llround(m_memory->value() * BytesPerMegabyte);
}

TimePage::TimePage()
    : SettingsPage(tr("Time and retries"), Effect::AtOnce)
    , m_timeout(makeDecimal(seconds(ranges::TimeoutMs.least), seconds(ranges::TimeoutMs.most), 1, tr(" s")))
    , m_connectTimeout(
          makeDecimal(seconds(ranges::TimeoutMs.least), seconds(ranges::TimeoutMs.most), 1, tr(" s")))
    , m_retries(makeNumber(ranges::Retries.least, ranges::Retries.most))
    , m_backoff(makeDecimal(seconds(ranges::BackoffMs.least), seconds(ranges::BackoffMs.most), 2, tr(" s")))
    , m_maxBackoff(
          makeDecimal(seconds(ranges::MaxBackoffMs.least), seconds(ranges::MaxBackoffMs.most), 1, tr(" s")))
    , m_hostPatience(makeDecimal(seconds(ranges::HostPatienceMs.least), seconds(ranges::HostPatienceMs.most),
                                 1, tr(" s")))
{
    m_hostPatience->setSpecialValueText(tr("not at all"));
    m_retries->setSpecialValueText(tr("none"));
    addField(tr("&Total time"), m_timeout, tr("Of one try. Waiting for its turn does not count."));
    addField(tr("&Connect"), m_connectTimeout, tr("Connection and TLS."));
    addField(tr("&Retries"), m_retries, tr("Tries after the first, for what may pass by itself."));
    addField(tr("First &pause"), m_backoff, tr("Doubled after each try, with chance mixed in."));
    addField(tr("&Longest pause"), m_maxBackoff, tr("Also for what a server asks by Retry-After."));
    addField(tr("Wait for a &host"), m_hostPatience, tr("That is down. Then its rows are given up."));
    finish();
    connect(this, &SettingsPage::changed, this, &TimePage::check);
}

void TimePage::check()
{
    setError(m_connectTimeout, m_connectTimeout->value() > m_timeout->value()
                                   ? tr("This is longer than the total time. Make it shorter.")
                                   : QString());
    setError(m_maxBackoff, m_maxBackoff->value() < m_backoff->value()
                               ? tr("This is shorter than the first pause. Make it longer.")
                               : QString());
}

void TimePage::load(const CrawlSettings &crawl)
{
    m_timeout->setValue(secondsOf(crawl.limits.timeout));
    m_connectTimeout->setValue(secondsOf(crawl.limits.connectTimeout));
    m_retries->setValue(crawl.limits.retries);
    m_backoff->setValue(secondsOf(crawl.limits.backoff));
    m_maxBackoff->setValue(secondsOf(crawl.limits.maxBackoff));
    m_hostPatience->setValue(secondsOf(crawl.limits.hostPatience));
    check();
}

void TimePage::store(CrawlSettings &crawl) const
{
    crawl.limits.timeout = fromSeconds(m_timeout->value());
    crawl.limits.connectTimeout = fromSeconds(m_connectTimeout->value());
    crawl.limits.retries = m_retries->value();
    crawl.limits.backoff = fromSeconds(m_backoff->value());
    crawl.limits.maxBackoff = fromSeconds(m_maxBackoff->value());
    crawl.limits.hostPatience = fromSeconds(m_hostPatience->value());
}

} // namespace turnstone
