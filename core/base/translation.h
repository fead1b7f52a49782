// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace turnstone {

/// What functions of no class say, in the user's language; the context is "turnstone", as lupdate has it.
/// `count` chooses the plural form (see pluralOf()). Any thread.
QString tr(const char *text, const char *comment = nullptr, int count = -1);

/// What chooses the plural form of a sentence that has the number as %1: tr("%1 rows", nullptr,
/// pluralOf(rows)).arg(countText(rows)). In English, too, one is a form of its own: see
/// resources/translations.
int pluralOf(qint64 count);

} // namespace turnstone
