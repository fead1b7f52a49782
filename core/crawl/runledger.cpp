// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/runledger.h"

namespace turnstone {

std::vector<RowId> RunLedger::takeUp(const std::vector<RowStart> &rows)
{
    std::vector<RowId> wanted;
    for (size_t row = 0; row < rows.size(); ++row) {
        const RowStart start = rows[row];
        const std::optional<Verdict> verdict = start.verdict();
        m_verdicts.push_back(verdict ? quint8(*verdict) : NoVerdict);
        m_pending.push_back(start.isWanted());
        m_isOfRun.push_back(false);
        if (verdict)
            ++m_byVerdict[size_t(*verdict)];
        if (start.isWanted()) {
            wanted.push_back(RowId(row));
            countCancelled(RowId(row), -1);
        }
        m_leftOut += start.isLeftOut();
    }
    m_pendingCount += qint64(wanted.size());
    return wanted;
}

RowId RunLedger::grow(RowId newSize)
{
    const RowId first = size();
    m_verdicts.resize(newSize, NoVerdict);
    m_pending.resize(newSize, true);
    m_isOfRun.resize(newSize, false);
    m_pendingCount += newSize - first;
    return first;
}

bool RunLedger::wantAgain(RowId row)
{
    if (row >= m_pending.size() || m_pending[row])
        return false;
    m_pending[row] = true;
    ++m_pendingCount;
    if (m_isOfRun[row])
        --m_ofRun[m_verdicts[row]];
    m_isOfRun[row] = false;
    m_leftOut -= m_verdicts[row] == NoVerdict;
    countCancelled(row, -1);
    return true;
}

void RunLedger::beginRun()
{
    m_finishedInRun = 0;
    m_ofRun = {};
    m_isOfRun.assign(m_isOfRun.size(), false);
}

/// What was cancelled and is to be fetched again is cancelled no more.
void RunLedger::countCancelled(RowId row, int change)
{
    if (m_verdicts[row] == quint8(Verdict::Cancelled))
        m_byVerdict[size_t(Verdict::Cancelled)] += change;
}

bool RunLedger::keepsEarlier(const FetchResult &result) const
{
    const quint8 earlier = m_verdicts[result.row];
    if (result.verdict != Verdict::Cancelled || earlier == NoVerdict)
        return false;
    return result.attempts.empty() || earlier != quint8(Verdict::Cancelled);
}

bool RunLedger::settle(const FetchResult &result)
{
    if (result.row >= m_pending.size() || !m_pending[result.row])
        return false;
    m_pending[result.row] = false;
    --m_pendingCount;
    ++m_finishedInRun;
    countCancelled(result.row, 1);
    if (keepsEarlier(result))
        return true;
    quint8 &verdict = m_verdicts[result.row];
    if (verdict != NoVerdict)
        --m_byVerdict[verdict];
    verdict = quint8(result.verdict);
    ++m_byVerdict[verdict];
    ++m_ofRun[verdict];
    m_isOfRun[result.row] = true;
    return true;
}

} // namespace turnstone
