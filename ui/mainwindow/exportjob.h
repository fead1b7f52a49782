// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "core/report/exporter.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace turnstone {

/// Writes results to a file on another thread and deletes itself afterwards. One of done(), cancelled() and
/// failed() ends it.
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

    explicit ExportJob(QObject *parent = nullptr);

    void start(const AddressList &addresses, const std::shared_ptr<const ResultSource> &results, Order order);

    /// Of the file that is written.
    QString path() const { return m_path; }
    /// The file stays as it was.
    void cancel() { m_background.stop(); }

Q_SIGNALS:
    /// 1 to 100, each once.
    void progressed(int percent);
    void cancelled();
    /// `lost`: results that are damaged and left out.
    void done(qint64 rows, qint64 lost, const QString &path);
    /// One sentence; the file is as it was.
    void failed(const QString &message);

private:
    QString m_path;
    Background m_background;
};

} // namespace turnstone
