// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/memorybudget.h"
#include "core/types/pagefacts.h"
#include "core/types/rowid.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <vector>

class QThreadPool;

namespace turnstone {

/// Pages on their way through the thread pool, in batches that grow with the load: while one is being read,
/// the next gathers. Lives in its worker's thread and never holds it up.
class ParseQueue final : public QObject
{
    Q_OBJECT

public:
    struct Page
    {
        RowId row = 0;
        QByteArray body;
        QByteArray contentType;
        QUrl url;
        qint64 heldBytes = 0; ///< in the budget, for the body; released once it is read
    };
    struct Read
    {
        RowId row = 0;
        PageFacts facts;
    };

    /// The pool has to be done before this object goes.
    ParseQueue(QThreadPool &pool, MemoryBudget &memory, QObject *parent);
    ~ParseQueue() override;
    void add(Page page);
    /// Forgets what waits and takes no more; what is being read still comes back.
    void close();
    bool isIdle() const { return m_underWay == 0 && m_pages.empty(); }

Q_SIGNALS:
    void read(const std::vector<turnstone::ParseQueue::Read> &pages);

private:
    void dispatch();
    void onRead(const std::vector<Read> &pages, qint64 heldBytes);

    QThreadPool &m_pool;
    MemoryBudget &m_memory;
    std::vector<Page> m_pages;
    QTimer m_gathering{this};
    int m_underWay = 0;
    bool m_closed = false;
};

} // namespace turnstone
