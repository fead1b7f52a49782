// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/linesplitter.h"
#include "core/input/listparser.h"

namespace turnstone {

/// A JSON object a line. The member "url" comes with the request of its own; any other is an address alone.
class JsonLinesParser final : public ListParser
{
public:
    /// `sample`: the beginning, in which the member is chosen where there is no `wish`.
    JsonLinesParser(RowCollector &rows, QByteArrayView sample, const QString &wish);
    void feed(QByteArrayView text) override { m_lines.feed(text); }
    void finish() override { m_lines.finish(); }

private:
    void take(const LineSplitter::Line &line);
    void takeMember(QByteArrayView text);

    LineSplitter m_lines;
    QString m_column;
    qint64 m_line = 0;
};

} // namespace turnstone
