// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/resultkeeper.h"
#include "core/store/resultspool.h"

namespace turnstone {

/// Keeps in a temporary file what has to wait for its turn in the outputs, and nothing else.
class SpoolKeeper final : public ResultKeeper
{
    Q_OBJECT

public:
    Outcome open() { return m_spool.open(); }

    void begin(const CrawlSettings &settings) override;
    void append(const ResultBatch &batch) override;
    Outcome setAside(const std::vector<FetchResult> &late) override { return m_spool.append(late); }
    void end(RunEnding ending) override;
    const ResultSource &results() const override { return m_spool; }

private:
    ResultSpool m_spool;
};

} // namespace turnstone
