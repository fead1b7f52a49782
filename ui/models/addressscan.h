// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/urllistreader.h"

#include <QFutureWatcher>
#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include <atomic>
#include <memory>

namespace turnstone {

/// Reads text or files into addresses on another thread. A new request replaces the one under way.
class AddressScan final : public QObject
{
    Q_OBJECT

public:
    struct Findings
    {
        AddressList addresses;
        InputReport report;
        QString error; ///< a sentence; what came before it is kept
    };

    explicit AddressScan(QObject *parent = nullptr);
    ~AddressScan() override;

    /// Addresses that are in `existing` count as duplicates.
    void setExisting(const AddressList &existing) { m_existing = existing; }
    /// The columns that a person chose, by the names of their files; "" for a text.
    using Columns = QHash<QString, QString>;

    void scanText(const QString &text, const Columns &columns = {});
    void scanFiles(const QStringList &paths, const Columns &columns = {});
    void cancel();
    bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void finished(const turnstone::AddressScan::Findings &findings);

private:
    using Cancelled = std::shared_ptr<std::atomic_bool>;
    using Job = std::function<Findings(const std::atomic_bool &cancelled)>;

    void run(Job job);

    AddressList m_existing;
    QFutureWatcher<Findings> m_watcher;
    Cancelled m_cancelled;
    bool m_busy = false;
};

} // namespace turnstone
