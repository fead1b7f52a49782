// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QCommandLineParser;

namespace turnstone {

/// The exit status of wrong usage, and of work that could not be done.
inline constexpr int UsageStatus = 2;

/// A line on standard error.
void say(const QString &text);
/// The same with the program's name in front; gives back UsageStatus.
int complain(const QString &sentence);
/// Nobody reads standard output any more, as behind `| head`.
bool isStandardOutputClosed();
/// The parser's help, its usage line with the command's name.
QString helpOf(const QCommandLineParser &parser, const QString &command);
/// 1,234,567
QString grouped(qint64 number);

} // namespace turnstone
