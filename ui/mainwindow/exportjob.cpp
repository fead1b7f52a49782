// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/exportjob.h"

#include <algorithm>

namespace turnstone {

namespace {

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
{}

void ExportJob::start(const AddressList &addresses, const std::shared_ptr<const ResultSource> &results,
                      Order order)
{
    m_path = order.path;
    m_background.start(
        [this, addresses, results, order = std::move(order)](const Background::Work &work) {
            return write(addresses, *results, order,
                         [this, &work, percent = 0](qint64 done, qint64 total) mutable {
                             const int reached = total > 0 ? int(done * 100 / total) : 100;
                             if (reached > percent)
                                 work.tell([this, reached] { Q_EMIT progressed(reached); });
                             percent = std::max(percent, reached);
                             return !work.isStopped();
                         });
        },
        [this](const Result<ExportSummary> &summary) {
            if (!summary)
                Q_EMIT failed(summary.error().message);
            else if (summary.value().cancelled)
                Q_EMIT cancelled();
            else
                Q_EMIT done(summary.value().rows, summary.value().lost, m_path);
            deleteLater();
        });
}

} // namespace turnstone
