// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <vector>

namespace turnstone {

/// A piece of a line that may be an address, without the brackets, quotes and punctuation around it.
struct LineToken
{
    QByteArrayView text;
    bool linkText = false; ///< what a Markdown link shows: [this](target)
};

std::vector<LineToken> lineTokens(QByteArrayView line);

} // namespace turnstone
