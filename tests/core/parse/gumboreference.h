// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/pagefacts.h"

#include <QByteArray>
#include <QUrl>

namespace turnstone {

/// The facts of a page read off the whole tree that gumbo builds of it: what the scanner is held against.
PageFacts gumboFacts(const QByteArray &utf8, const QUrl &url);

/// Empty when both say the same; else the fact they differ in, with both readings. Control characters count
/// as equal to the U+FFFD that gumbo shows for them.
QString difference(const PageFacts &ours, const PageFacts &gumbo);

} // namespace turnstone
