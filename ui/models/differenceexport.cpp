// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/differenceexport.h"

#include "core/store/project.h"

#include <QtConcurrent>

#include <algorithm>

namespace turnstone {

DifferenceExport::DifferenceExport(QObject *parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, this, &DifferenceExport::progressed);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        const Result<qint64> rows = m_watcher.result();
        if (rows)
            Q_EMIT done(rows.value(), m_path);
        else if (rows.error().code == Error::Code::Cancelled)
            Q_EMIT cancelled();
        else
            Q_EMIT failed(rows.error().message);
    });
}

DifferenceExport::~DifferenceExport()
{
    cancel();
    m_watcher.disconnect(this);
    m_watcher.waitForFinished();
}

void DifferenceExport::start(Order order)
{
    m_cancelled = false;
    m_path = order.path;
    m_watcher.setFuture(QtConcurrent::run([this, order = std::move(order)](Promise &promise) {
        promise.setProgressRange(0, 100);
        promise.addResult(write(order, m_cancelled, promise));
    }));
}

Result<qint64> DifferenceExport::write(const Order &order, const std::atomic_bool &cancelled,
                                       Promise &promise)
{
    Result<std::unique_ptr<Store>> store = openProject(order.project, OpenMode::Read);
    if (!store)
        return store.error();
    Result<std::unique_ptr<DiffWriter>> writer =
        DiffWriter::open(order.path, order.before, order.after, order.format);
    if (!writer)
        return writer.error();
    qint64 rows = 0;
    Outcome written = success();
    const auto take = [&](const RunDifference &difference) {
        if (std::binary_search(order.rows.begin(), order.rows.end(), difference.row)) {
            written = writer.value()->write(order.addresses.at(difference.row), difference);
            ++rows;
            promise.setProgressValue(int(rows * 100 / qint64(order.rows.size())));
        }
        return written && !cancelled;
    };
    if (const Outcome compared = store.value()->compare(order.before, order.after, {}, take); !compared)
        return compared.error();
    if (cancelled)
        return Error{Error::Code::Cancelled, {}};
    if (!written)
        return written.error();
    if (const Outcome committed = writer.value()->commit(); !committed)
        return committed.error();
    return rows;
}

} // namespace turnstone
