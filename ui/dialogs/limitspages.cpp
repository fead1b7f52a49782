// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/limitspages.h"

#include "ui/models/settingscheck.h"

#include <QDoubleSpinBox>
#include <QSpinBox>

#include <cmath>

namespace turnstone {

namespace {

constexpr double BytesPerMegabyte = 1e6;

int megabytes(qint64 bytes)
{
    return int(std::lround(double(bytes) / BytesPerMegabyte));
}

} // namespace

SpeedPage::SpeedPage()
    : SettingsPage(tr("Speed and limits"), Effect::AtOnce)
{
    addNumber(tr("Requests at &once"), &CrawlLimits::concurrency, ranges::Concurrency,
              tr("Total in flight, 1 to 10,000."));
    addNumber(tr("At once per &host"), &CrawlLimits::perHost, ranges::PerHost,
              tr("Be gentle: browsers use 6."));
    QDoubleSpinBox *rate = makeDecimal(ranges::Rate.least, ranges::Rate.most, 2, tr(" /s"));
    rate->setSpecialValueText(tr("no limit"));
    addField(tr("&Rate"), rate, tr("Requests started per second, in total."));
    bind([rate](const CrawlSettings &crawl) { rate->setValue(crawl.limits.rate); },
         [rate](CrawlSettings &crawl) { crawl.limits.rate = rate->value(); });
    addMilliseconds(tr("&Delay per host"), &CrawlLimits::hostDelay, ranges::HostDelayMs,
                    tr("From one request's start to the next at the same host."))
        ->setSpecialValueText(tr("none"));
    QDoubleSpinBox *body = makeDecimal(double(ranges::MaxBodyBytes.least) / BytesPerMegabyte,
                                       double(ranges::MaxBodyBytes.most) / BytesPerMegabyte, 3, tr(" MB"));
    addField(tr("Largest &body"), body, tr("Larger answers are cut off and judged too large."));
    bind(
        [body](const CrawlSettings &crawl) {
            body->setValue(double(crawl.limits.maxBodyBytes) / BytesPerMegabyte);
        },
        [body](CrawlSettings &crawl) {
            crawl.limits.maxBodyBytes = std::llround(body->value() * BytesPerMegabyte);
        });
    addNumber(tr("Maximum redirec&ts"), &CrawlLimits::maxRedirects, ranges::MaxRedirects,
              tr("Followed for one address."));
    QSpinBox *memory =
        makeNumber(megabytes(ranges::MemoryBytes.least), megabytes(ranges::MemoryBytes.most), tr(" MB"));
    addField(tr("&Memory"), memory, tr("For all bodies and results in progress."));
    bind([memory](const CrawlSettings &crawl) { memory->setValue(megabytes(crawl.limits.memoryBytes)); },
         [memory](CrawlSettings &crawl) {
             if (memory->value() != megabytes(crawl.limits.memoryBytes)) // else it keeps its bytes
                 crawl.limits.memoryBytes = std::llround(memory->value() * BytesPerMegabyte);
         });
    finish();
}

TimePage::TimePage()
    : SettingsPage(tr("Time and retries"), Effect::AtOnce)
{
    m_timeout = addSeconds(tr("&Total time"), &CrawlLimits::timeout, ranges::TimeoutMs, 1,
                           tr("For one attempt. Waiting for its turn does not count."));
    m_connectTimeout = addSeconds(tr("&Connect"), &CrawlLimits::connectTimeout, ranges::TimeoutMs, 1,
                                  tr("For the connection and TLS."));
    addNumber(tr("&Retries"), &CrawlLimits::retries, ranges::Retries,
              tr("Attempts after the first, for failures that may pass."))
        ->setSpecialValueText(tr("none"));
    m_backoff = addSeconds(tr("First &pause"), &CrawlLimits::backoff, ranges::BackoffMs, 2,
                           tr("Doubled after each attempt, with some randomness."));
    m_maxBackoff = addSeconds(tr("&Longest pause"), &CrawlLimits::maxBackoff, ranges::MaxBackoffMs, 1,
                              tr("Also caps what a server asks for with Retry-After."));
    addSeconds(tr("Wait for a &host"), &CrawlLimits::hostPatience, ranges::HostPatienceMs, 1,
               tr("If it is down. Then its rows are given up."))
        ->setSpecialValueText(tr("not at all"));
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
    SettingsPage::load(crawl);
    check();
}

} // namespace turnstone
