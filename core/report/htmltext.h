// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace turnstone {

/// `text` of the context "Report" in the user's language.
QString reportText(const char *text);
/// 2026-01-31 23:59:59 UTC
QString momentText(qint64 msSinceEpoch);

} // namespace turnstone
