// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/addressset.h"

#include "core/input/addresstext.h"

namespace turnstone {

namespace {

// Small enough that the offsets of a block fit 32 bits and that a growing block costs little.
constexpr qsizetype BlockBytes = 16 * 1024 * 1024;

quint32 hashOfAddress(QByteArrayView url, const RequestSpec *request)
{
    if (isSentAsWritten(url))
        return AddressIndex::hashOf(url, request);
    return AddressIndex::hashOf(sentForm(url), request);
}

bool isSameAddress(QByteArrayView a, QByteArrayView b)
{
    return a == b || ((!isSentAsWritten(a) || !isSentAsWritten(b)) && sentForm(a) == sentForm(b));
}

bool isSameRequest(const RequestSpec *a, const RequestSpec *b)
{
    return a == b || (a && b && *a == *b);
}

} // namespace

AddressSet::AddressSet(const AddressList &existing)
    : m_rows(existing)
{
    for (RowId row = 0; row < RowId(existing.size()); ++row) {
        if (existing.problem(row) != AddressProblem::None)
            continue;
        const QByteArrayView url = existing.at(row);
        const RequestSpec *request = existing.request(row);
        m_index.findOrInsert(hashOfAddress(url, request), row,
                             [&](RowId other) { return isSame(other, url, request); });
    }
}

QByteArrayView AddressSet::at(RowId row) const
{
    const auto closed = RowId(m_rows.size());
    return row < closed ? m_rows.at(row) : m_block.at(int(row - closed));
}

AddressProblem AddressSet::problem(RowId row) const
{
    const auto closed = RowId(m_rows.size());
    return row < closed ? m_rows.problem(row) : m_block.problem(int(row - closed));
}

const RequestSpec *AddressSet::request(RowId row) const
{
    const auto closed = RowId(m_rows.size());
    return row < closed ? m_rows.request(row) : m_block.request(int(row - closed));
}

bool AddressSet::isSame(RowId row, QByteArrayView url, const RequestSpec *own) const
{
    return problem(row) == AddressProblem::None && isSameAddress(at(row), url) &&
           isSameRequest(request(row), own);
}

AddressSet::Place AddressSet::add(QByteArrayView url, const RequestSpec *own)
{
    const auto next = RowId(size());
    const RowId known =
        m_index.findOrInsert(hashOfAddress(url, own), next, [&](RowId row) { return isSame(row, url, own); });
    if (known != AddressIndex::None)
        return {known, false};
    if (own)
        m_block.add(url, *own);
    else
        m_block.add(url);
    closeFullBlock();
    return {next, true};
}

RowId AddressSet::addBad(QByteArrayView text, AddressProblem problem)
{
    const auto next = RowId(size());
    m_block.addInvalid(text, problem);
    closeFullBlock();
    return next;
}

void AddressSet::closeFullBlock()
{
    if (m_block.textBytes() < BlockBytes)
        return;
    const std::shared_ptr<const AddressBlock> block = std::exchange(m_block, AddressBlockBuilder()).build();
    m_rows.append(block);
    m_new.append(block);
}

AddressList AddressSet::takeNew()
{
    m_new.append(std::exchange(m_block, AddressBlockBuilder()).build());
    m_index.clear();
    m_rows = {};
    return std::exchange(m_new, {});
}

} // namespace turnstone
