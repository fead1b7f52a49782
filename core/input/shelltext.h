// SPDX-License-Identifier: GPL-3.0-or-later
// Commands of a shell in a line of text (POSIX.1-2017, 2.2 and 2.3).
#pragma once

#include <QByteArrayView>

namespace turnstone {

/// The commands of a line that fetch addresses: curl, wget and the like with an option, an address or a quote
/// behind them, up to the operator, the bracket or the comma that ends them. Places are asked for in their
/// order, so that the line is looked at once.
class ShellCommands final
{
public:
    explicit ShellCommands(QByteArrayView line);
    /// Whether `place` is inside of one, and not of quotes.
    bool hasUnquoted(qsizetype place);

private:
    void findNext(qsizetype from);
    bool ends() const;

    const QByteArrayView m_line;
    qsizetype m_begin = 0; // of the command at m_at, or of the next one
    qsizetype m_at = 0;
    char m_quote = '\0';
};

/// Whether `text` begins with a semicolon and another command: ";echo", and not a parameter of a path as
/// ";jsessionid=1".
bool isNextCommand(QByteArrayView text);

} // namespace turnstone
