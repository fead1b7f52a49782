// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "core/types/resultsource.h"

#include <QObject>

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

    void look(std::shared_ptr<const ResultSource> source, RowId row);
    void forget() { m_background.cancel(); }

Q_SIGNALS:
    /// Nothing where the row has no result that can be read.
    void found(turnstone::RowId row, const std::optional<turnstone::FetchResult> &result);
    /// One sentence: there is one, which cannot be read. After found().
    void failed(const QString &message);

private:
    Background m_background;
};

} // namespace turnstone
