// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/tablefeed.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

// What one turn of the event loop may take, and how many rows are applied between two looks at the clock.
constexpr qint64 TurnMs = 4;
constexpr size_t PieceRows = 500;

template <typename Item>
std::span<const Item> piece(const std::vector<Item> &batch, size_t from)
{
    return std::span(batch).subspan(from, std::min(PieceRows, batch.size() - from));
}

} // namespace

TableFeed::TableFeed(ResultTableModel &table, QObject *parent)
    : QObject(parent)
    , m_table(table)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &TableFeed::applySome);
}

void TableFeed::add(News news)
{
    m_news.push_back(std::move(news));
    if (!m_timer.isActive())
        m_timer.start();
}

void TableFeed::applyAll()
{
    while (!m_news.empty())
        applySome();
}

void TableFeed::clear()
{
    m_news.clear();
    m_done = 0;
}

/// Returns how many rows there are in all.
size_t TableFeed::applyPiece(const News &news)
{
    if (const auto *block = std::get_if<ProjectLoader::BlockPointer>(&news)) {
        if (m_done == 0)
            Q_EMIT blockBegins(*block);
        m_table.apply(piece((*block)->states, m_done));
        return (*block)->states.size();
    }
    if (const auto *results = std::get_if<ResultBatch>(&news)) {
        m_table.apply(piece(**results, m_done));
        return (*results)->size();
    }
    const auto &progress = std::get<ProgressBatch>(news);
    m_table.apply(piece(*progress, m_done));
    return progress->size();
}

void TableFeed::applySome()
{
    QElapsedTimer turn;
    turn.start();
    while (!m_news.empty() && turn.elapsed() < TurnMs) {
        const News news = m_news.front();
        const size_t size = applyPiece(news);
        m_done += PieceRows;
        if (m_done < size)
            continue;
        m_done = 0;
        m_news.pop_front();
        if (const auto *results = std::get_if<ResultBatch>(&news))
            Q_EMIT resultsApplied(*results);
        else if (std::holds_alternative<ProjectLoader::BlockPointer>(news))
            Q_EMIT blockApplied();
    }
    if (m_news.empty())
        Q_EMIT emptied();
    else
        m_timer.start();
}

} // namespace turnstone
