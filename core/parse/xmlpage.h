// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/pagefacts.h"

#include <QString>
#include <QUrl>

namespace turnstone::parse {

/// Facts of an XML document, up to its first error: all of them for XHTML, the title for SVG, RSS and Atom.
PageFacts parseXmlPage(const QString &text, const QUrl &url);

} // namespace turnstone::parse
