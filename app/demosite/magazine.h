// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace turnstone {

/// Page `number` of the magazine, always the same for the same number: about 10 KB of HTML with title,
/// description, h1, canonical and about 60 links, most of them to other pages.
QByteArray magazinePage(quint64 number);
/// The title that magazinePage() gives it, as a browser shows it.
QByteArray magazineTitle(quint64 number);

} // namespace turnstone
