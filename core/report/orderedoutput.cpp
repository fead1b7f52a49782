// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/orderedoutput.h"

#include <QCoreApplication>

namespace turnstone {

OrderedOutput::OrderedOutput(const AddressList &addresses, const ResultSource &source, SetAside setAside,
                             Write write)
    : m_addresses(addresses)
    , m_source(source)
    , m_setAside(std::move(setAside))
    , m_write(std::move(write))
    , m_states(size_t(addresses.size()), State::Waiting)
{}

Outcome OrderedOutput::add(const std::vector<FetchResult> &batch)
{
    for (const FetchResult &result : batch) {
        if (result.row < m_next || m_states[result.row] == State::LeftOut)
            continue;
        take(result);
        if (result.row == m_next) {
            if (const Outcome written = write(result); !written)
                return written;
        }
    }
    if (const Outcome kept = setAside(); !kept)
        return kept;
    return advance();
}

void OrderedOutput::take(const FetchResult &result)
{
    if (!result.wasReached()) {
        m_states[result.row] = State::Unreached;
        m_unreached = result;
        return;
    }
    m_states[result.row] = State::InSource;
    if (result.row == m_next)
        return;
    if (m_early.size() < m_maxEarly && m_earlyBytes < m_maxEarlyBytes)
        keep(result);
    else
        m_late.push_back(result);
}

void OrderedOutput::keep(const FetchResult &result)
{
    FetchResult &slot = m_early[result.row];
    m_earlyBytes += bytesHeldBy(result) - bytesHeldBy(slot);
    slot = result;
}

FetchResult OrderedOutput::takeFirst()
{
    FetchResult first = std::move(m_early.begin()->second);
    m_early.erase(m_early.begin());
    m_earlyBytes -= bytesHeldBy(first);
    return first;
}

Outcome OrderedOutput::setAside()
{
    if (m_late.empty())
        return success();
    const Outcome outcome = m_setAside(m_late);
    if (!outcome) {
        keepInMemory();
        for (const FetchResult &result : m_late)
            keep(result);
    }
    m_late.clear();
    return outcome;
}

Outcome OrderedOutput::write(const FetchResult &result)
{
    const Outcome written = m_write(m_addresses.at(m_next), result);
    if (written)
        ++m_next;
    return written;
}

Outcome OrderedOutput::advance()
{
    Outcome outcome = success();
    while (outcome && m_next < m_states.size() && m_states[m_next] != State::Waiting) {
        if (m_states[m_next] == State::LeftOut) {
            ++m_next;
        } else if (m_states[m_next] == State::Unreached) {
            m_unreached.row = m_next;
            outcome = write(m_unreached);
        } else if (!m_early.empty() && m_early.begin()->first == m_next) {
            outcome = write(takeFirst());
        } else {
            outcome = readBack();
        }
    }
    return outcome;
}

/// The rows from the next one on that only the source has.
Outcome OrderedOutput::readBack()
{
    const size_t end = m_early.empty() ? m_states.size() : m_early.begin()->first;
    std::vector<RowId> rows;
    for (size_t row = m_next; row < end && m_states[row] == State::InSource && rows.size() < MaxReadBack;
         ++row)
        rows.push_back(RowId(row));
    std::vector<RowId> damaged; // they are not among the results, as those that are not found
    const auto read = [this](std::span<const RowId> some) { return m_source.read(some); };
    const Result<std::vector<FetchResult>> results = readSound(rows, read, damaged);
    if (!results)
        return results.error();
    auto next = results.value().begin();
    for (const RowId row : rows) {
        const bool isThere = next != results.value().end() && next->row == row;
        const Outcome written = isThere ? write(*next++) : writeLost();
        if (!written)
            return written;
    }
    return success();
}

/// Whatever is wrong with one of them, the others are written, and each stays in its place.
Outcome OrderedOutput::writeLost()
{
    FetchResult lost;
    lost.row = m_next;
    lost.reason = QCoreApplication::translate("OrderedOutput", "Its result is damaged and cannot be read.");
    ++m_lost;
    return write(lost);
}

} // namespace turnstone
