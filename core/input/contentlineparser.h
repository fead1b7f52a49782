// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/proseparser.h"

namespace turnstone {

/// iCalendar and vCard (RFC 5545 3.1, RFC 6350 3.2): their lines are unfolded and read as text, those in
/// quoted-printable (vCard 2.1) decoded.
class ContentLineParser final : public ListParser
{
public:
    /// `linesBefore`: of the file, above the text.
    ContentLineParser(RowCollector &rows, ProseParser::From from, qint64 linesBefore = 0);
    void feed(QByteArrayView text) override { m_lines.feed(text); }
    void finish() override;

private:
    void take(const LineSplitter::Line &line);

    LineSplitter m_lines;
    ProseParser m_text;
    bool m_isQuoted = false;   // the line is in quoted-printable
    bool m_isBroken = false;   // and goes on in the next one
    qsizetype m_lineFeeds = 0; // as many as the unfolded line had, so that lines keep their numbers
};

} // namespace turnstone
