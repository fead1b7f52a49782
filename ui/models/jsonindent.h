// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace turnstone {

/// `json` (UTF-8) with two spaces to a level, members in their order and numbers as they were written.
/// Nothing where it is not JSON or nested more than 1,024 deep. Ends early once more than `most` bytes are
/// written.
std::optional<QByteArray> indentedJson(const QByteArray &json, qsizetype most);

} // namespace turnstone
