// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace turnstone::parse {

/// Whether a doctype asks for quirks mode. `text`: what follows "<!doctype", its ">" included.
bool isQuirkyDoctype(QByteArrayView text);

} // namespace turnstone::parse
