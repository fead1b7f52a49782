// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/resultwriter.h"

namespace turnstone {

/// JUnit XML as CI servers read it: one suite, a test case for each address, which fails where the verdict is
/// not fine. The counts stand at the beginning and are filled in at the end; a pipe gets none.
class JUnitWriter final : public ResultWriter
{
public:
    void begin(QByteArray &out) override;
    void row(QByteArray &out, QByteArrayView url, const FetchResult &result) override;
    void end(QByteArray &out) override;
    QByteArray front() const override;

private:
    qint64 m_tests = 0;
    qint64 m_failures = 0;
    qint64 m_skipped = 0;
    qint64 m_totalUs = 0;
    qint64 m_startedAtMs = -1; // of the first one
    QByteArray m_row;          // kept for its memory
};

} // namespace turnstone
