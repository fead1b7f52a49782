// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/addressindex.h"
#include "core/input/jsonline.h"
#include "core/input/urllistreader.h"

namespace turnstone {

/// Turns addresses into rows: tells duplicates, cuts blocks, keeps the report.
class RowCollector final
{
public:
    explicit RowCollector(const AddressList &existing);

    void add(QByteArrayView address, const RequestSpec *request = nullptr);
    void addBad(qint64 line, QByteArrayView text, AddressProblem problem);
    AddressList take();

    InputReport report;

private:
    quint32 rowCount() const;
    bool isSame(quint32 row, QByteArrayView address, const RequestSpec *request) const;
    void closeBlock();

    AddressList m_rows; // the existing ones, then the closed blocks
    AddressList m_new;  // the closed blocks
    AddressBlockBuilder m_block;
    AddressIndex m_index;
};

} // namespace turnstone
