// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/encodinglabels.h"

#include <QByteArray>
#include <QString>

namespace turnstone::parse {

/// The query of an address in a page of this encoding, as browsers send it (URL standard): what the encoding
/// lacks is written as "%26%238364%3B", which is "&#8364;". UTF-8 for UTF-16 and for what Qt has no converter
/// of.
QByteArray encodedQuery(const QString &query, Encoding encoding);

} // namespace turnstone::parse
