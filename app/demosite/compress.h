// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace turnstone {

/// The three content codings of the web. Each yields a whole, valid stream.
QByteArray gzipped(const QByteArray &bytes);
QByteArray deflated(const QByteArray &bytes); ///< zlib format, as HTTP's "deflate" is
QByteArray brotlied(const QByteArray &bytes);

} // namespace turnstone
