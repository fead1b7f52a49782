// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/exporter.h"

#include <QObject>

#include <optional>
#include <vector>

namespace turnstone {

/// Writes results to a file on another thread and deletes itself afterwards.
class ExportJob final : public QObject
{
    Q_OBJECT

public:
    struct Order
    {
        QString path;
        ExportFormat format = ExportFormat::Csv;
        WriterOptions writer;
        std::optional<std::vector<RowId>> rows; ///< nothing: all that have a result, in list order
    };

    using QObject::QObject;

    void start(const AddressList &addresses, const std::shared_ptr<const ResultSource> &results, Order order);

Q_SIGNALS:
    void done(qint64 rows, const QString &path);
    /// One sentence; the file is as it was.
    void failed(const QString &message);
};

} // namespace turnstone
