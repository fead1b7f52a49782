// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QStringList>

#include <chrono>

namespace turnstone {

/// How many rounds of kills a test is to run: TURNSTONE_KILL_ROUNDS, else so many.
inline int killRounds(int otherwise)
{
    bool isGiven = false;
    const int given = qEnvironmentVariableIntValue("TURNSTONE_KILL_ROUNDS", &isGiven);
    return isGiven ? given : otherwise;
}

/// Whether that many kills are not enough yet: half of the rounds are to fall within what is meant, which a
/// busy machine may be too late for.
inline bool needsMore(int kills, int within, int rounds)
{
    constexpr int Patience = 4;
    return kills < rounds || (within < rounds / 2 && kills < Patience * rounds);
}

/// The storewriter at work, which is killed without warning.
class Victim final
{
public:
    explicit Victim(const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(TURNSTONE_STOREWRITER), arguments);
    }
    Q_DISABLE_COPY_MOVE(Victim)

    qint64 number() const { return m_process.processId(); }
    /// The next line it says; empty: there is none any more.
    QByteArray line()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(PatienceMs)) {
        }
        return m_process.readLine().trimmed();
    }
    /// Or its pipe would be full, and it would wait.
    void listen() { m_process.waitForReadyRead(0); }
    /// Waits until it says this.
    bool says(const QByteArray &wanted)
    {
        QByteArray said = line();
        while (!said.isEmpty() && said != wanted)
            said = line();
        return said == wanted;
    }
    /// Whether it ended as it should; what it says until then.
    bool ends(QByteArray *said = nullptr)
    {
        const bool hasEnded =
            m_process.state() == QProcess::NotRunning || m_process.waitForFinished(PatienceMs);
        const QByteArray all = m_process.readAllStandardOutput();
        if (said)
            *said = all;
        return hasEnded && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    }
    /// Kills it so long from now. False where it had ended, or said "end", before.
    bool dies(std::chrono::nanoseconds after = {}, QByteArray *said = nullptr)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.nsecsElapsed() < after.count()) {
        } // to the microsecond
        m_process.kill();
        QByteArray all;
        ends(&all);
        if (said)
            *said = all;
        return m_process.exitStatus() == QProcess::CrashExit && !all.contains("end");
    }

private:
    static constexpr int PatienceMs = 60'000;
    QProcess m_process;
};

/// What a kill left, with its log, for others to look at: whoever opens it in its place would mend it.
inline bool copyAsLeft(const QString &path, const QString &copy)
{
    bool done = true;
    for (const QString &ending : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")}) {
        QFile::remove(copy + ending);
        const bool isLog = ending == QStringLiteral("-wal") && QFile::exists(path + ending);
        if (ending.isEmpty() || isLog)
            done = done && QFile::copy(path + ending, copy + ending);
    }
    return done;
}

/// A moment within that time.
inline std::chrono::nanoseconds momentWithin(std::chrono::nanoseconds time, QRandomGenerator &random)
{
    return std::chrono::nanoseconds(qint64(double(time.count()) * random.generateDouble()));
}

/// How long the storewriter, left alone, takes from a line (empty: from "begin") to its end; negative: it
/// failed. `last` is what it says last before "end".
inline std::chrono::nanoseconds timeOf(const QStringList &arguments, const QByteArray &from = {},
                                       QByteArray *last = nullptr)
{
    Victim undisturbed(arguments);
    const bool begun = undisturbed.says(from.isEmpty() ? QByteArray("begin") : from);
    QElapsedTimer timer;
    timer.start();
    QByteArray said;
    const bool ended = begun && undisturbed.ends(&said);
    if (last)
        *last = said.trimmed().split('\n').value(said.trimmed().count('\n') - 1);
    return ended ? std::chrono::nanoseconds(timer.nsecsElapsed()) : std::chrono::nanoseconds(-1);
}

} // namespace turnstone
