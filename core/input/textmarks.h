// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace turnstone {

/// The size of a mark that divides addresses, begins there and is more than a byte of ASCII: white space
/// (see blankAt()) and punctuation of other scripts, tags of a quoted page (&lt;), of a forum ([/url]) or a
/// tracker
/// ({quote}). 0 where there is none.
qsizetype textMarkAt(QByteArrayView line, qsizetype at);

/// The size of punctuation beyond ASCII that a text ends with, of whatever script; 0 where there is none.
qsizetype punctuationBehind(QByteArrayView text);

} // namespace turnstone
