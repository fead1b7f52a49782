// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace turnstone::parse {

/// Text of an element with its character references resolved as HTML resolves them.
QString resolvedText(const QString &text);
/// Likewise for the value of an attribute, where "&copy=" is not a reference.
QString resolvedAttribute(const QString &value);

} // namespace turnstone::parse
