// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "ui/models/resulttext.h"

#include <QObject>

#include <vector>

namespace turnstone {

/// Puts rows on the clipboard as tab separated text. A few at once; many are turned into text on another
/// thread, and what does not fit into `MostBytes` is left out and told. A later copy replaces one under way.
class RowCopier final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype MostBytes = 256 * 1024 * 1024;

    explicit RowCopier(QObject *parent = nullptr, qsizetype mostBytes = MostBytes);

    void copy(const ResultRows &rows, std::vector<RowId> which, const QList<ResultColumn> &columns);

Q_SIGNALS:
    /// How a large copy goes, in a sentence.
    void notice(const QString &text);

private:
    void finish(const RowText &text, qint64 asked);
    static void put(const RowText &text);

    qsizetype m_mostBytes;
    Background m_background;
};

} // namespace turnstone
