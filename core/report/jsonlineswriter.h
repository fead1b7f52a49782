// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/resultwriter.h"

namespace turnstone {

/// One JSON object a line, in valid UTF-8 whatever the servers sent. null is what is not known; `attempts` is
/// the array of all attempts with their hops.
class JsonLinesWriter final : public ResultWriter
{
public:
    void begin(QByteArray &) override {}
    void row(QByteArray &out, QByteArrayView url, const FetchResult &result) override;
    void end(QByteArray &) override {}
};

} // namespace turnstone
