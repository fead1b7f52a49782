// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets that stand under their names in a text, such as a line that is no address. Pure.
#pragma once

#include <QByteArray>

namespace turnstone {

/// Whether a member or a column of this name may hold a secret: as isSecretHeader(), and what holds cookies.
bool isSecretName(QByteArrayView name);

/// A text with `***` for all that follows the first such name, or "headers", and ':', '=' or a quote; rather
/// too much than too little. Names in the path and the query of an address are none.
QByteArray withHiddenFields(QByteArrayView text);

} // namespace turnstone
