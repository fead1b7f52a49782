// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace turnstone {

/// An address as QUrl, with whatever can be understood. A `%` that begins no escape is encoded, and the
/// escapes beside it stay what they are (WHATWG URL, 4.4): QUrl in TolerantMode would encode all of them.
QUrl addressUrl(const QString &text);

} // namespace turnstone
