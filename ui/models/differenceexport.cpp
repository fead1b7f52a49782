// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/differenceexport.h"

#include "core/store/project.h"

#include <algorithm>

namespace turnstone {

DifferenceExport::DifferenceExport(QObject *parent)
    : QObject(parent)
{}

void DifferenceExport::start(Order order)
{
    const QString path = order.path;
    m_background.start(
        [this, order = std::move(order)](const Background::Work &work) { return write(order, work); },
        [this, path](const Result<qint64> &rows) {
            if (rows)
                Q_EMIT done(rows.value(), path);
            else if (rows.error().code == Error::Code::Cancelled)
                Q_EMIT cancelled();
            else
                Q_EMIT failed(rows.error().message);
        });
}

/// In the background.
Result<qint64> DifferenceExport::write(const Order &order, const Background::Work &work)
{
    Result<std::unique_ptr<Store>> store = openProject(order.project, OpenMode::Read);
    if (!store)
        return store.error();
    Result<std::unique_ptr<DiffWriter>> writer =
        DiffWriter::open(order.path, order.before, order.after, order.format);
    if (!writer)
        return writer.error();
    qint64 rows = 0;
    int percent = 0;
    Outcome written = success();
    const auto take = [&](const RunDifference &difference) {
        if (std::binary_search(order.rows.begin(), order.rows.end(), difference.row)) {
            written = writer.value()->write(order.addresses.at(difference.row), difference);
            ++rows;
            if (const int reached = int(rows * 100 / qint64(order.rows.size())); reached > percent) {
                percent = reached;
                work.tell([this, reached] { Q_EMIT progressed(reached); });
            }
        }
        return written && !work.isStopped();
    };
    if (const Outcome compared = store.value()->compare(order.before, order.after, {}, take); !compared)
        return compared.error();
    if (work.isStopped())
        return Error{Error::Code::Cancelled, {}};
    if (!written)
        return written.error();
    if (const Outcome committed = writer.value()->commit(); !committed)
        return committed.error();
    return rows;
}

} // namespace turnstone
