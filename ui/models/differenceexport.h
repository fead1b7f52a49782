// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "core/base/error.h"
#include "core/report/diffwriter.h"
#include "core/types/addresslist.h"

#include <QObject>

#include <vector>

namespace turnstone {

/// Writes differences between two runs to a file in the background: read anew from the project, since the
/// table keeps only what it shows. One of done(), cancelled() and failed() ends it. Cancelled when destroyed.
class DifferenceExport final : public QObject
{
    Q_OBJECT

public:
    struct Order
    {
        QString project;
        RunId before = 0;
        RunId after = 0;
        AddressList addresses;
        std::vector<RowId> rows; ///< these only, in list order
        QString path;
        ExportFormat format = ExportFormat::Csv;
    };

    explicit DifferenceExport(QObject *parent = nullptr);

    /// One at a time.
    void start(Order order);
    /// The file stays as it was.
    void cancel() { m_background.stop(); }
    bool isActive() const { return m_background.isBusy(); }

Q_SIGNALS:
    /// 1 to 100, each once.
    void progressed(int percent);
    void cancelled();
    void done(qint64 rows, const QString &path);
    void failed(const QString &message);

private:
    Result<qint64> write(const Order &order, const Background::Work &work);

    Background m_background;
};

} // namespace turnstone
