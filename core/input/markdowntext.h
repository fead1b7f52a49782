// SPDX-License-Identifier: GPL-3.0-or-later
// Where links lead in a line of Markdown (CommonMark 0.31).
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace turnstone {

/// The end of the destination of an inline link that begins at `begin`, behind "](" or "](<", or of a
/// reference definition behind "]: <" (sections 6.3, 4.7); -1 where none does.
qsizetype markdownDestinationEnd(QByteArrayView line, qsizetype begin);
/// Whether the destination of a reference definition begins there: [label]: destination
bool isMarkdownDefinition(QByteArrayView line, qsizetype begin);
/// Without backslash escapes, and with what character references stand for (sections 2.4, 2.5).
QByteArray withoutMarkdownEscapes(QByteArrayView destination);

} // namespace turnstone
