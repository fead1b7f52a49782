// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "core/input/urllistreader.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace turnstone {

/// Reads text or files into addresses on another thread. A new request replaces the one under way.
class AddressScan final : public QObject
{
    Q_OBJECT

public:
    struct Findings
    {
        AddressList addresses;   ///< that are new
        std::vector<RowId> back; ///< that had been removed
        InputReport report;
        QString error; ///< a sentence; what came before it is kept

        bool isEmpty() const { return addresses.isEmpty() && back.empty(); }
    };

    explicit AddressScan(QObject *parent = nullptr);

    /// Addresses that are in `existing` count as duplicates; lines that are none, and are there, are not
    /// found again. Neither holds for what was `removed` from it (ascending).
    void setExisting(const AddressList &existing, std::vector<RowId> removed = {});
    /// The columns that a person chose, by the names of their files; "" for a text.
    using Columns = QHash<QString, QString>;

    void scanText(const QString &text, const Columns &columns = {});
    void scanFiles(const QStringList &paths, const Columns &columns = {});
    void cancel() { m_background.cancel(); }

Q_SIGNALS:
    void finished(const turnstone::AddressScan::Findings &findings);

private:
    void run(std::function<Findings(const Background::Work &)> scan);

    struct Existing
    {
        AddressList addresses;
        std::vector<RowId> removed;

        AddressList listed() const;
        Findings findingsOf(UrlListReader &reader, const QString &error = {}) const;
    };

    Existing m_existing;
    Background m_background;
};

} // namespace turnstone
