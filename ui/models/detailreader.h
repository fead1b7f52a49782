// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "core/types/resultsource.h"

#include <QObject>

#include <memory>

namespace turnstone {

class ResultTableModel;

/// Reads the details that a table is to show back from where its results are, piece by piece on a thread of
/// its own.
class DetailReader final : public QObject
{
    Q_OBJECT

public:
    explicit DetailReader(ResultTableModel *model, QObject *parent = nullptr);

    /// What the rows of the table lack at present; in the place of what was asked for before.
    void read(std::shared_ptr<const ResultSource> source);
    void stop() { m_background.cancel(); }

Q_SIGNALS:
    /// A sentence; the rows that it is about go without.
    void failed(const QString &message);

private:
    ResultTableModel *m_model;
    Background m_background;
};

} // namespace turnstone
