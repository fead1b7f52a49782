// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace turnstone {

/// What a page says about itself. Empty strings mean "it does not say". Every text is bounded by the parser.
struct PageFacts
{
    QString charset; ///< the encoding used, by its name in the Encoding Standard: "UTF-8", "GBK", ...
    QString title;   ///< as document.title gives it
    QString description;
    QString h1;        ///< text of the first h1
    QString canonical; ///< href of the first link rel=canonical, resolved against the page's base
    QString robots;    ///< content of meta name=robots
    quint32 links = 0; ///< number of a and area elements with an href
};

} // namespace turnstone
