// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/parsequeue.h"

#include "core/parse/pageparser.h"

#include <QThreadPool>

#include <iterator>
#include <utility>

namespace turnstone {

namespace {

constexpr int MaxUnderWay = 1;   // the more gathers meanwhile, the fewer threads are woken
constexpr size_t GoodBatch = 32; // waking a thread costs about as much as reading a page
constexpr size_t MaxBatch = 64;

/// Frees each body as it is read, so that all are gone before what is held for them is released.
std::vector<ParseQueue::Read> readAll(std::vector<ParseQueue::Page> &pages)
{
    std::vector<ParseQueue::Read> read;
    read.reserve(pages.size());
    for (ParseQueue::Page &page : pages) {
        const QByteArray body = std::exchange(page.body, {});
        read.push_back({page.row, parsePage(body, page.contentType, page.url)});
    }
    return read;
}

} // namespace

ParseQueue::ParseQueue(QThreadPool &pool, MemoryBudget &memory, QObject *parent)
    : QObject(parent)
    , m_pool(pool)
    , m_memory(memory)
{
    m_gathering.setSingleShot(true);
    m_gathering.setInterval(5);
    m_gathering.setTimerType(Qt::PreciseTimer);
    connect(&m_gathering, &QTimer::timeout, this, &ParseQueue::dispatch);
}

ParseQueue::~ParseQueue()
{
    close();
}

void ParseQueue::close()
{
    m_closed = true;
    m_gathering.stop();
    for (const Page &page : std::exchange(m_pages, {}))
        m_memory.release(page.heldBytes);
}

void ParseQueue::add(Page page)
{
    if (m_closed) {
        m_memory.release(page.heldBytes);
        return;
    }
    m_pages.push_back(std::move(page));
    if (m_pages.size() >= GoodBatch)
        dispatch();
    else if (!m_gathering.isActive())
        m_gathering.start();
}

void ParseQueue::dispatch()
{
    while (m_underWay < MaxUnderWay && !m_pages.empty()) {
        const auto count = qsizetype(std::min(m_pages.size(), MaxBatch));
        std::vector<Page> batch(std::make_move_iterator(m_pages.begin()),
                                std::make_move_iterator(m_pages.begin() + count));
        m_pages.erase(m_pages.begin(), m_pages.begin() + count);
        qint64 held = 0;
        for (const Page &page : batch)
            held += page.heldBytes;
        ++m_underWay;
        // Not a future with a continuation: Qt 6.4 may run that twice when the work is done at once.
        m_pool.start([this, held, batch = std::move(batch)]() mutable {
            QMetaObject::invokeMethod(
                this, [this, held, pages = readAll(batch)] { onRead(pages, held); }, Qt::QueuedConnection);
        });
    }
}

void ParseQueue::onRead(const std::vector<Read> &pages, qint64 heldBytes)
{
    --m_underWay;
    m_memory.release(heldBytes);
    Q_EMIT read(pages);
    dispatch();
}

} // namespace turnstone
