// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/resultsource.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <optional>

namespace turnstone {

/// Reads one result after the other for somebody who looks at rows, on a thread of its own. Only the row
/// asked for last matters: what comes too late is not told.
class ResultLookup final : public QObject
{
    Q_OBJECT

public:
    explicit ResultLookup(QObject *parent = nullptr);
    ~ResultLookup() override;

    void look(std::shared_ptr<const ResultSource> source, RowId row);
    void forget() { ++m_asked; }

Q_SIGNALS:
    /// Nothing where the row has no result that can be read.
    void found(turnstone::RowId row, const std::optional<turnstone::FetchResult> &result);
    /// One sentence: there is one, which cannot be read. After found().
    void failed(const QString &message);

private:
    void next();

    QThreadPool m_thread;
    std::function<void()> m_wanted; // the last one, while another is being read
    quint64 m_asked = 0;
    bool m_reading = false;
};

} // namespace turnstone
