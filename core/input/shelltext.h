// SPDX-License-Identifier: GPL-3.0-or-later
// Commands of a shell in a line of text (POSIX.1-2017, 2.2 and 2.3).
#pragma once

#include <QByteArrayView>

namespace turnstone {

/// The first command of a line that fetches addresses: curl, wget and the like with an option, an address or
/// a quote behind it. Places are asked for in their order, so that the line is looked at once.
class ShellCommand final
{
public:
    explicit ShellCommand(QByteArrayView line);
    /// Whether `place` is behind its beginning and not inside of quotes.
    bool hasUnquoted(qsizetype place);

private:
    const QByteArrayView m_line;
    qsizetype m_begin;
    qsizetype m_at;
    char m_quote = '\0';
};

/// Whether `text` begins with a semicolon and another command: ";echo", and not a parameter of a path as
/// ";jsessionid=1".
bool isNextCommand(QByteArrayView text);

} // namespace turnstone
