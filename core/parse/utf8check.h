// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace turnstone::parse {

struct Utf8Check
{
    qsizetype firstNonAscii = -1; ///< -1: all of it is ASCII
    bool isValid = true;          ///< a sequence cut off by the end of the text is forgiven
};

/// Stops at the first byte that cannot be UTF-8.
Utf8Check checkUtf8(QByteArrayView text);

/// The first byte beyond ASCII in [p, end), or end.
const char *skipAscii(const char *p, const char *end);

} // namespace turnstone::parse
