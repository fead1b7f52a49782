// SPDX-License-Identifier: GPL-3.0-or-later
// Escapes in text that is not read by a parser of its own: what a line of it means.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace turnstone {

enum class LineMarkup : quint8 {
    None, ///< prose, logs, source code, dumps: the escapes of C, JSON and regular expressions
    Markdown,
    ContentLine, ///< iCalendar, vCard: "\n", "\,", "\;" (RFC 5545 3.3.11, RFC 6350 3.4)
    Tex          ///< LaTeX and BibTeX: "\_", "{\&}", "\~{}", "$\sim$"; a line break is "\\"
};

/// A line with what its escapes stand for: a space for a line break or a tab (not in href="docs\new"), \" and
/// \' still with their backslash, for they may end what they stand in. Paths of Windows, and escapes that are
/// none, stay as they are. As a text of no markup may be quoted more than once, several backslashes in a row
/// escape as one does. A line of Markdown is left alone: its escapes depend on where they stand.
QByteArray withoutEscapes(QByteArrayView line, LineMarkup markup);

} // namespace turnstone
