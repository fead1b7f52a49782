// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace turnstone {

/// The exit status of wrong usage, and of work that could not be done.
inline constexpr int UsageStatus = 2;

/// A line on standard error.
void say(const QString &text);
/// The same with the program's name in front; gives back UsageStatus.
int complain(const QString &sentence);
/// Fills the places of standard streams that are closed, so that no file is opened in one of them. The first
/// thing in main().
void holdStandardStreams();
/// Text on standard output; whether that could be written, finishStandardOutput() tells.
void put(const QByteArray &text);
/// Nobody reads standard output any more, as behind `| head`.
bool isStandardOutputClosed();
/// What is to be said when it could not be written, with the system's reason.
QString standardOutputProblem(int systemError);
/// Nothing of it is written or looked at any more.
void forgetStandardOutput();
/// The last thing in main(): writes what waits for standard output. The exit status: UsageStatus with a
/// complaint where that cannot be written and all else went well, that of SIGPIPE where nobody reads it.
int finishStandardOutput(int status);
/// 1,234,567
QString grouped(qint64 number);

} // namespace turnstone
