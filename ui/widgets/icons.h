// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QIcon>
#include <QLatin1StringView>

namespace turnstone {

/// One of resources/icons in a colour of the current theme. It follows a change of the theme by itself, is
/// drawn for the device's pixel ratio, and is cached.
/// Painted in QIcon::Selected, it is in the colour for the ground of a main button.
QIcon themedIcon(QLatin1StringView name, Tint tint = Tint::Text);
QIcon verdictIcon(Verdict verdict);
QIcon stateIcon(RowProgress::State state);
/// The program's own icon.
QIcon programIcon();

} // namespace turnstone
