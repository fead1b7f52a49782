// SPDX-License-Identifier: GPL-3.0-or-later
// Commands of a shell in a line of text.
#pragma once

#include <QByteArrayView>

namespace turnstone {

/// Where the first command of a line stands that fetches addresses: curl, wget and the like with an option,
/// an address or a quote behind it; the size of the line where there is none.
qsizetype fetchingCommandIn(QByteArrayView line);

/// Whether `text` begins with an operator and a command that is often there: "|sh", ";echo", "&&ls". Any
/// other word may be a part of an address: "?titles=A|B", ";jsessionid=1".
bool beginsNextCommand(QByteArrayView text);

} // namespace turnstone
