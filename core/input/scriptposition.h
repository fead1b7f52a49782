// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace turnstone {

/// An address of a trace without line and column: "https://a.example/app.js:10:15",
/// "https://a.example/app.js?v=2:1:80".
QByteArrayView withoutScriptPosition(QByteArrayView text);

} // namespace turnstone
