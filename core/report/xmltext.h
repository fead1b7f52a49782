// SPDX-License-Identifier: GPL-3.0-or-later
// Text for formats that are XML inside.
#pragma once

#include <QByteArrayView>
#include <QString>

namespace turnstone {

/// `text` with U+FFFD for every character that XML 1.0 cannot hold.
QString xmlText(QStringView text);
/// The same for bytes; what is no UTF-8 is read as Latin-1.
QString xmlText(QByteArrayView bytes);

} // namespace turnstone
