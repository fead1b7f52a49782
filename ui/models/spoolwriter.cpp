// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/spoolwriter.h"

#include <utility>

namespace turnstone {

SpoolWriter::SpoolWriter(std::shared_ptr<ResultSpool> spool, QObject *parent)
    : QObject(parent)
    , m_spool(std::move(spool))
{
    m_thread.setObjectName(QStringLiteral("spool"));
    m_hand.moveToThread(&m_thread);
    m_thread.start();
}

SpoolWriter::~SpoolWriter()
{
    m_thread.quit();
    m_thread.wait();
}

void SpoolWriter::append(const ResultBatch &batch)
{
    if (!batch || batch->empty())
        return;
    m_waiting.push_back(batch);
    m_backlog += qsizetype(batch->size());
    writeNext();
}

void SpoolWriter::retry()
{
    m_stuck = false;
    writeNext();
}

void SpoolWriter::writeNext()
{
    if (m_writing || m_stuck || m_waiting.empty())
        return;
    m_writing = true;
    QMetaObject::invokeMethod(&m_hand, [this, spool = m_spool, batch = m_waiting.front()] {
        const Outcome outcome = spool->append(*batch);
        QMetaObject::invokeMethod(
            this, [this, error = outcome ? QString() : outcome.error().message] { onWritten(error); });
    });
}

void SpoolWriter::onWritten(const QString &error)
{
    m_writing = false;
    if (!error.isEmpty()) {
        m_stuck = true;
        Q_EMIT failed(error);
        return;
    }
    m_backlog -= qsizetype(m_waiting.front()->size());
    m_waiting.pop_front();
    if (m_waiting.empty())
        Q_EMIT drained();
    else
        writeNext();
}

} // namespace turnstone
