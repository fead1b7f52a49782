// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/exportjob.h"

#include <QFutureWatcher>
#include <QtConcurrent>

namespace turnstone {

namespace {

constexpr std::chrono::milliseconds ProgressInterval{200};

Result<ExportSummary> write(const AddressList &addresses, const ResultSource &results,
                            const ExportJob::Order &order, const ExportProgress &progress)
{
    Result<std::unique_ptr<ExportFile>> file = ExportFile::open(order.path, {order.format, order.writer});
    if (!file)
        return file.error();
    ExportFile &target = *file.value();
    return order.rows ? exportRows(addresses, results, *order.rows, target, progress)
                      : exportAll(addresses, results, target, progress);
}

} // namespace

ExportJob::ExportJob(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(ProgressInterval);
    connect(&m_timer, &QTimer::timeout, this, [this] { Q_EMIT progressed(m_state->percent); });
}

void ExportJob::cancel()
{
    m_state->cancelled = true;
}

void ExportJob::start(const AddressList &addresses, const std::shared_ptr<const ResultSource> &results,
                      Order order)
{
    using Watcher = QFutureWatcher<Result<ExportSummary>>;
    auto *watcher = new Watcher(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path = order.path] {
        const Result<ExportSummary> summary = watcher->result();
        if (!summary)
            Q_EMIT failed(summary.error().message);
        else if (summary.value().cancelled)
            Q_EMIT cancelled();
        else
            Q_EMIT done(summary.value().rows, summary.value().lost, path);
        deleteLater();
    });
    watcher->setFuture(QtConcurrent::run([addresses, results, order = std::move(order), state = m_state] {
        return write(addresses, *results, order, [&state](qint64 done, qint64 total) {
            state->percent = total > 0 ? int(done * 100 / total) : 100;
            return !state->cancelled;
        });
    }));
    m_timer.start();
}

} // namespace turnstone
