// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/rowcollector.h"

#include <QByteArrayView>
#include <QString>

namespace turnstone {

/// Reads one source of a certain kind: its text as UTF-8, in pieces of any size, into a RowCollector.
class ListParser
{
public:
    explicit ListParser(RowCollector &rows)
        : m_rows(rows)
    {}
    virtual ~ListParser() = default;
    ListParser(const ListParser &) = delete;
    ListParser &operator=(const ListParser &) = delete;

    virtual void feed(QByteArrayView text) = 0;
    virtual void finish() = 0;

protected:
    RowCollector &m_rows;
};

/// That `source` has no column `wish`, and which it has.
QString noSuchColumn(const InputSource &source, const QString &wish);

/// What is larger than this is not kept in memory to be read as a whole.
inline constexpr qsizetype MaxDocumentBytes = 64 * 1024 * 1024;

} // namespace turnstone
