// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/rowcollector.h"

#include "core/input/bytetext.h"

namespace turnstone {

namespace {

// Small enough that the offsets of a block fit 32 bits and that a growing block costs little.
constexpr qsizetype BlockBytes = 16 * 1024 * 1024;
constexpr qsizetype MaxInvalidBytes = 512;
constexpr size_t MaxBadLines = 1000;
constexpr qsizetype MaxBadCharacters = 200;

bool sameRequest(const RequestSpec *a, const RequestSpec *b)
{
    return a == b || (a && b && *a == *b);
}

} // namespace

RowCollector::RowCollector(const AddressList &existing)
{
    for (int row = 0; row < existing.size(); ++row) {
        if (existing.problem(RowId(row)) != AddressProblem::None)
            continue;
        const QByteArrayView address = existing.at(RowId(row));
        const RequestSpec *request = existing.request(RowId(row));
        m_index.findOrInsert(AddressIndex::hashOf(address, request), quint32(row), [&](quint32 other) {
            return existing.at(other) == address && sameRequest(existing.request(other), request);
        });
    }
    m_rows = existing;
}

quint32 RowCollector::rowCount() const
{
    return quint32(m_rows.size() + m_block.size());
}

bool RowCollector::isSame(quint32 row, QByteArrayView address, const RequestSpec *request) const
{
    const quint32 closed = quint32(m_rows.size());
    if (row < closed)
        return m_rows.at(row) == address && sameRequest(m_rows.request(row), request);
    const int index = int(row - closed);
    return m_block.at(index) == address && sameRequest(m_block.request(index), request);
}

void RowCollector::add(QByteArrayView address, const RequestSpec *request)
{
    const quint32 known = m_index.findOrInsert(AddressIndex::hashOf(address, request), rowCount(),
                                               [&](quint32 row) { return isSame(row, address, request); });
    if (known != AddressIndex::None) {
        ++report.duplicates;
        return;
    }
    ++report.found;
    if (request)
        m_block.add(address, *request);
    else
        m_block.add(address);
    if (m_block.textBytes() >= BlockBytes)
        closeBlock();
}

void RowCollector::addBad(qint64 line, QByteArrayView text, AddressProblem problem)
{
    ++report.bad;
    const QByteArray bounded = boundedText(withoutBlanksAround(text), MaxInvalidBytes);
    if (report.badLines.size() < MaxBadLines)
        report.badLines.push_back({line, QString::fromUtf8(bounded).left(MaxBadCharacters), problem});
    m_block.addInvalid(bounded, problem);
    if (m_block.textBytes() >= BlockBytes)
        closeBlock();
}

void RowCollector::closeBlock()
{
    const std::shared_ptr<const AddressBlock> block = std::exchange(m_block, AddressBlockBuilder()).build();
    m_rows.append(block);
    m_new.append(block);
}

AddressList RowCollector::take()
{
    closeBlock();
    m_index.clear();
    m_rows = {};
    return std::exchange(m_new, {});
}

} // namespace turnstone
