// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/exportjob.h"

#include <QFutureWatcher>
#include <QtConcurrent>

namespace turnstone {

namespace {

Result<ExportSummary> write(const AddressList &addresses, const ResultSource &results,
                            const ExportJob::Order &order)
{
    Result<std::unique_ptr<ExportFile>> file = ExportFile::open(order.path, {order.format, order.writer});
    if (!file)
        return file.error();
    ExportFile &target = *file.value();
    return order.rows ? exportRows(addresses, results, *order.rows, target)
                      : exportAll(addresses, results, target);
}

} // namespace

void ExportJob::start(const AddressList &addresses, const std::shared_ptr<const ResultSource> &results,
                      Order order)
{
    using Watcher = QFutureWatcher<Result<ExportSummary>>;
    auto *watcher = new Watcher(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path = order.path] {
        const Result<ExportSummary> summary = watcher->result();
        if (summary)
            Q_EMIT done(summary.value().rows, path);
        else
            Q_EMIT failed(summary.error().message);
        deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(
        [addresses, results, order = std::move(order)] { return write(addresses, *results, order); }));
}

} // namespace turnstone
