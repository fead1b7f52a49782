// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttablemodel.h"
#include "ui/session/projectloader.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <variant>

namespace turnstone {

/// Brings what comes from the crawler and from the disk into the table, in the order it came and in small
/// pieces, so that a turn of the event loop stays short. Belongs to the thread of its table.
class TableFeed final : public QObject
{
    Q_OBJECT

public:
    using News = std::variant<ResultBatch, ProgressBatch, ProjectLoader::BlockPointer>;

    explicit TableFeed(ResultTableModel &table, QObject *parent = nullptr);

    void add(News news);
    bool isEmpty() const { return m_news.empty(); }
    /// Everything now, however long it takes.
    void applyAll();
    /// Forgets what is not in the table yet.
    void clear();

Q_SIGNALS:
    /// The rows of this block come next.
    void blockBegins(const turnstone::ProjectLoader::BlockPointer &block);
    void blockApplied();
    void resultsApplied(const turnstone::ResultBatch &batch);
    /// All that came is in the table.
    void emptied();

private:
    void applySome();
    size_t applyPiece(const News &news);

    ResultTableModel &m_table;
    std::deque<News> m_news;
    size_t m_done = 0; // rows of the first of them
    QTimer m_timer;
};

} // namespace turnstone
