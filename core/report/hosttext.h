// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

namespace turnstone {

/// The host of an address, with its port where it names one; "no host" where it has none.
QString hostText(QByteArrayView url);

} // namespace turnstone
