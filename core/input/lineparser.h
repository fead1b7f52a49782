// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/linelistparser.h"

namespace turnstone {

/// An address a line: spaces inside it are encoded, nothing behind it is dropped. A line may hold several.
class LineParser final : public LineListParser
{
public:
    /// `titleMark`: what stands between an address and its title, if anything does.
    explicit LineParser(RowCollector &rows, const QByteArray &titleMark = {});

private:
    void takeText(QByteArrayView text) override;

    const QByteArray m_titleMark;
};

} // namespace turnstone
