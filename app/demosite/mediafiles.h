// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace turnstone {

/// Small but valid files, made once.
const QByteArray &pngPicture();  ///< 160 x 100: sky, sea, sand
const QByteArray &gifPicture();  ///< one transparent pixel
const QByteArray &svgPicture();  ///< with a title of its own
const QByteArray &pdfDocument(); ///< one page with one line

} // namespace turnstone
