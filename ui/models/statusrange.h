// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <optional>

namespace turnstone {

/// HTTP statuses from `from` to `to`, both included.
struct StatusRange
{
    int from = 0;
    int to = 0;

    bool holds(int status) const { return status >= from && status <= to; }
};

/// "404", "=404", "4xx", "400-499", "400..499", "400..", "..299", ">=400", ">400", "<=299", "<300"; a status
/// being typed ("4", "40", "400-") stands for all that begin with it. Nothing for any other text.
std::optional<StatusRange> statusRange(QStringView text);

} // namespace turnstone
