// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/orderedoutput.h"

namespace turnstone {

OrderedOutput::OrderedOutput(const AddressList &addresses, const ResultSource &source, Write write)
    : m_addresses(addresses)
    , m_source(source)
    , m_write(std::move(write))
{}

Outcome OrderedOutput::add(const std::vector<FetchResult> &batch)
{
    for (const FetchResult &result : batch) {
        if (result.row == m_next) {
            if (const Outcome outcome = m_write(m_addresses.at(m_next), result); !outcome)
                return outcome;
            ++m_next;
        } else if (result.row > m_next && m_early.size() < MaxEarly) {
            m_early.insert_or_assign(result.row, result);
        }
    }
    return advance();
}

Outcome OrderedOutput::advance()
{
    const auto size = RowId(m_addresses.size());
    while (m_next < size) {
        std::optional<FetchResult> result;
        if (!m_early.empty() && m_early.begin()->first == m_next)
            result = std::move(m_early.extract(m_early.begin()).mapped());
        else if (m_source.has(m_next))
            result = m_source.read(m_next);
        if (!result)
            break;
        if (const Outcome outcome = m_write(m_addresses.at(m_next), *result); !outcome)
            return outcome;
        ++m_next;
    }
    return success();
}

} // namespace turnstone
