// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/report/csvreader.h"

#include <QByteArray>
#include <QProcess>
#include <QStringList>

namespace turnstone::test {

/// How the built program ended and what it said.
struct Ran
{
    int status = -1; ///< -2: it crashed
    QByteArray out;
    QByteArray err;

    /// Of the CSV on standard output, without its header.
    QList<CsvRow> rows() const
    {
        const auto all = readCsv(out);
        return all && !all->isEmpty() ? all->mid(1) : QList<CsvRow>();
    }
};

inline constexpr int PatienceMs = 30'000;

inline void beginCli(QProcess &process, const QStringList &arguments, const QByteArray &input = {})
{
    process.start(QStringLiteral(TURNSTONE_CLI), arguments);
    process.write(input);
    process.closeWriteChannel();
}

inline Ran endCli(QProcess &process)
{
    if (!process.waitForFinished(PatienceMs)) {
        process.kill();
        process.waitForFinished();
        return {-1, {}, "it does not end"};
    }
    const bool crashed = process.exitStatus() != QProcess::NormalExit;
    return {crashed ? -2 : process.exitCode(), process.readAllStandardOutput(),
            process.readAllStandardError()};
}

inline Ran runCli(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    beginCli(process, arguments, input);
    return endCli(process);
}

} // namespace turnstone::test
