// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/logdamage.h"
#include "core/store/project.h"
#include "core/store/salvage.h"
#include "core/types/resultsource.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <numeric>
#include <sys/stat.h>
#include <unistd.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr RowId Rows = 1000;
constexpr RowId Fetched = 800, AtOnce = 40;
constexpr qsizetype HeaderBytes = 32, SaltsAt = 16, FrameBytes = 24 + 4096;
constexpr qsizetype FramePagesAt = 4, FrameSaltsAt = 8, FrameChecksumAt = 16, FrameHeaderBytes = 24;
constexpr qsizetype Sector = 512;
constexpr uid_t Nobody = 65534;

using Damage = void (*)(QByteArray &log);

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
}

qsizetype framesOf(const QByteArray &log)
{
    return (log.size() - HeaderBytes) / FrameBytes;
}

/// From 0.
qsizetype placeOf(qsizetype frame)
{
    return HeaderBytes + frame * FrameBytes;
}

void flipIn(QByteArray &log, qsizetype frame)
{
    log[placeOf(frame) + 2000] = char(log[placeOf(frame) + 2000] ^ 4);
}

void zero(QByteArray &log, qsizetype at, qsizetype count)
{
    log.replace(at, count, QByteArray(count, '\0'));
}

/// From the end: 0 is the last one.
qsizetype placeFromEnd(const QByteArray &log, qsizetype frame)
{
    return placeOf(framesOf(log) - 1 - frame);
}

/// That which has the checksum of the frame, or the end of it.
qsizetype sectorOf(const QByteArray &log, qsizetype frame)
{
    return (placeFromEnd(log, frame) + FrameHeaderBytes - 1) / Sector * Sector;
}

/// As they lie behind the end after the log was begun anew.
QByteArray framesOfBefore(const QByteArray &log)
{
    QByteArray frames = log.mid(HeaderBytes);
    for (qsizetype at = FrameSaltsAt; at < frames.size(); at += FrameBytes)
        frames[at + 3] = char(frames[at + 3] - 1);
    return frames;
}

} // namespace

/// The log of a project that was not closed: what was cut short at its end is nobody's loss, and what was
/// committed and cannot be read is told, and not written over.
class TestDamagedLog final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_made;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path, m_into;
    QByteArray m_file, m_log; // as they were left
    std::map<RowId, QByteArray> m_results, m_essences;

    QString logPath() const { return m_path + u"-wal"; }

    /// But for its header fields, its body and its connections.
    static QByteArray essenceOf(FetchResult result)
    {
        result.body.clear();
        for (FetchAttempt &attempt : result.attempts) {
            for (Hop &hop : attempt.hops) {
                hop.requestHeaders.clear();
                hop.responseHeaders.clear();
                hop.connection = nullptr;
            }
        }
        return bytesOf(result);
    }

    static std::map<RowId, QByteArray> resultsOf(Store &store, bool isAll = true)
    {
        std::map<RowId, QByteArray> results;
        std::vector<RowId> rows(Rows), lost;
        std::iota(rows.begin(), rows.end(), 0);
        const auto read = [&store](std::span<const RowId> some) { return store.readResults(some); };
        const auto found = readSound(rows, read, lost);
        for (size_t i = 0; found && i < found.value().size(); ++i)
            results[found.value()[i].row] = isAll ? bytesOf(found.value()[i]) : essenceOf(found.value()[i]);
        return results;
    }

    bool isAsItWas(const QByteArray &log) const
    {
        return contentOf(m_path) == m_file && contentOf(logPath()) == log;
    }

private Q_SLOTS:
    /// All of it is in the log; nobody closes it before it is copied.
    void initTestCase()
    {
        const QString path = m_made.filePath(u"killed.turnstone"_s);
        const auto store = createProject(path);
        QVERIFY(store && store.value()->addAddresses(makeAddresses(Rows), 0));
        QVERIFY(store.value()->beginRun(RunScope::List, "{}") && store.value()->oweAll());
        for (RowId first = 0; first < Fetched; first += AtOnce) {
            std::vector<FetchResult> results;
            for (RowId row = first; row < first + AtOnce; ++row) {
                results.push_back(row % 3 == 0 ? makeResult(row, 1 + int(row) % 7) : makePage(row));
                if (row % 10 == 1)
                    results.back().body = QByteArray::number(row).repeated(50);
            }
            QVERIFY(store.value()->append(std::vector{batchOf(std::move(results))}));
        }
        m_results = resultsOf(*store.value());
        m_essences = resultsOf(*store.value(), false);
        QVERIFY(m_results.size() > Fetched / 2);
        m_file = contentOf(path);
        m_log = contentOf(path + u"-wal");
        QVERIFY(framesOf(m_log) > 100);
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"p.turnstone"_s);
        m_into = m_folder->filePath(u"saved.turnstone"_s);
        write(m_path, m_file);
    }

    void logs_data()
    {
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<bool>("isDamaged");
        const auto row = [](const char *name, bool isDamaged, Damage damage) {
            QTest::newRow(name) << damage << isDamaged;
        };
        row("whole", false, [](QByteArray &) {});
        row("a bit in the first frame", true, [](QByteArray &log) { flipIn(log, 0); });
        row("a bit in the middle", true, [](QByteArray &log) { flipIn(log, framesOf(log) / 2); });
        row("a salt of a frame", true,
            [](QByteArray &log) { log[placeOf(framesOf(log) / 2) + FrameSaltsAt] ^= 1; });
        row("a checksum of a frame", true,
            [](QByteArray &log) { log[placeOf(framesOf(log) / 2) + 23] ^= 1; });
        row("a checksum of the last frame but one", true,
            [](QByteArray &log) { log[placeFromEnd(log, 1) + FrameChecksumAt] ^= 1; });
        row("no checksum of the last frame but one", true,
            [](QByteArray &log) { zero(log, placeFromEnd(log, 1) + FrameChecksumAt, 8); });
        row("no header of the last frame but one", true,
            [](QByteArray &log) { zero(log, placeFromEnd(log, 1), FrameHeaderBytes); });
        row("no sector with the header of the last frame but one", true,
            [](QByteArray &log) { zero(log, sectorOf(log, 1), Sector); });
        row("another sector with the header of the last frame but one", true, [](QByteArray &log) {
            for (qsizetype at = sectorOf(log, 1), end = at + Sector; at < end; ++at)
                log[at] = char(~log[at]);
        });
        row("no sector with the header of the last frame but two", true,
            [](QByteArray &log) { zero(log, sectorOf(log, 2), Sector); });
        row("frames of zeros in the middle", true, [](QByteArray &log) {
            log.replace(placeOf(50), 5 * FrameBytes, QByteArray(5 * FrameBytes, '\0'));
        });
        row("older frames in the middle", true, [](QByteArray &log) {
            log.replace(placeOf(50), 5 * FrameBytes, framesOfBefore(log).mid(placeOf(50), 5 * FrameBytes));
        });
        row("its magic", true, [](QByteArray &log) { log[0] ^= 1; });
        row("its page size", true, [](QByteArray &log) { log[10] ^= 1; });
        row("its salt", true, [](QByteArray &log) { log[SaltsAt] ^= 1; });
        row("its checksum", true, [](QByteArray &log) { log[HeaderBytes - 1] ^= 1; });
        row("garbage", true, [](QByteArray &log) { log.fill('\xa5'); });
        row("zeros", true, [](QByteArray &log) { log.fill('\0'); });
        row("a bit in the last frame", false, [](QByteArray &log) { flipIn(log, framesOf(log) - 1); });
        row("a checksum of the last frame", false,
            [](QByteArray &log) { log[placeFromEnd(log, 0) + FrameChecksumAt] ^= 1; });
        row("no header of the last frame", false,
            [](QByteArray &log) { zero(log, placeFromEnd(log, 0), FrameHeaderBytes); });
        row("garbage in place of the last frames", false, [](QByteArray &log) {
            log.replace(placeFromEnd(log, 2), 3 * FrameBytes, QByteArray(3 * FrameBytes, '\xa5'));
        });
        row("cut within the last frame", false, [](QByteArray &log) { log.chop(1000); });
        row("cut behind a frame", false, [](QByteArray &log) { log.truncate(placeOf(framesOf(log) / 2)); });
        row("cut within its header", false, [](QByteArray &log) { log.truncate(HeaderBytes / 2); });
        row("older frames behind", false, [](QByteArray &log) { log += framesOfBefore(log); });
        row("older frames behind one cut short", false, [](QByteArray &log) {
            const QByteArray before = framesOfBefore(log);
            flipIn(log, framesOf(log) - 1);
            log += before;
        });
        row("zeros behind", false, [](QByteArray &log) { log += QByteArray(10 * FrameBytes, '\0'); });
        row("frames behind that end nothing", false, [](QByteArray &log) {
            QByteArray spilled = log.mid(placeOf(10), 3 * FrameBytes);
            for (qsizetype at = 4; at < spilled.size(); at += FrameBytes)
                spilled.replace(at, 4, QByteArray(4, '\0'));
            log += spilled;
        });
    }

    /// Of a damaged one is read what comes before the damage, and nothing of it is changed.
    void logs()
    {
        QFETCH(Damage, damage);
        QFETCH(bool, isDamaged);
        QByteArray log = m_log;
        damage(log);
        write(logPath(), log);
        if (isDamaged) {
            const auto refused = openProject(m_path, OpenMode::Write);
            QVERIFY2(!refused, "it may be written");
            QCOMPARE(refused.error().code, Error::Code::Unreadable);
            QVERIFY2(refused.error().message.contains(u"p.turnstone-wal") &&
                         refused.error().message.contains(u"turnstone-cli repair"),
                     qPrintable(refused.error().message));
            QVERIFY(isAsItWas(log));
        }
        {
            const auto store = openProject(m_path, OpenMode::Read);
            QVERIFY2(store, store ? "" : qPrintable(store.error().message));
            QCOMPARE(!store.value()->info().logDamage.isEmpty(), isDamaged);
            const auto results = resultsOf(*store.value());
            QVERIFY(std::includes(m_results.begin(), m_results.end(), results.begin(), results.end()));
            QVERIFY(!isDamaged || results.size() < m_results.size());
            QVERIFY(!store.value()->setNote(1, u"a note"_s));
        }
        if (isDamaged) {
            QVERIFY2(isAsItWas(log), "reading has changed it");
            return;
        }
        const auto store = openProject(m_path, OpenMode::Write);
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        QVERIFY(store.value()->setNote(1, u"a note"_s));
    }

    /// What a process leaves that is killed while it writes: also where the log was begun anew before.
    void noCutIsDamage()
    {
        const QByteArray before = framesOfBefore(m_log);
        for (qsizetype frame = 0; frame < framesOf(m_log); ++frame) {
            for (const qsizetype more : {qsizetype(0), FrameSaltsAt, FrameHeaderBytes, FrameBytes - 1}) {
                for (const bool hasOlder : {false, true}) {
                    const qsizetype end = placeOf(frame) + more;
                    write(logPath(),
                          m_log.left(end) + (hasOlder ? before.mid(end - HeaderBytes) : QByteArray()));
                    const auto damage = findLogDamage(m_path);
                    QVERIFY(damage);
                    QVERIFY2(!damage.value(), qPrintable(u"cut at %1"_s.arg(end)));
                }
            }
        }
    }

    /// Where only that is wrong, its data can be told by the frame behind.
    void aWrongChecksumLosesNothing_data()
    {
        QTest::addColumn<qsizetype>("at");
        QTest::newRow("of the log") << HeaderBytes - 8;
        for (const qsizetype frame : {qsizetype(0), qsizetype(50), framesOf(m_log) - 2})
            QTest::addRow("of frame %d", int(frame)) << placeOf(frame) + FrameChecksumAt;
    }

    void aWrongChecksumLosesNothing()
    {
        QFETCH(qsizetype, at);
        for (const bool isZeroed : {false, true}) {
            QByteArray log = m_log;
            log[at + 4] ^= 1;
            if (isZeroed)
                zero(log, at, 8);
            write(logPath(), log);
            QFile::remove(m_into);
            const Result<Salvaged> saved = salvageProject(m_path, m_into);
            QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
            QVERIFY(saved.value().hasDamagedLog && !saved.value().isWhole());
            QCOMPARE(saved.value().lostFrames, 0);
            QVERIFY(!saved.value().mayListRemoved);
            const auto store = openProject(m_into, OpenMode::Read);
            QVERIFY(store);
            QVERIFY(resultsOf(*store.value()) == m_results);
        }
    }

    /// Each of them may be one page's last version; what they say of the file is not believed.
    void framesThatCannotBeToldAreCounted()
    {
        QByteArray log = m_log;
        zero(log, placeFromEnd(log, 1), FrameHeaderBytes);
        log[placeFromEnd(log, 0) + FramePagesAt] = '\x7f';
        write(logPath(), log);
        const auto damage = findLogDamage(m_path);
        QVERIFY(damage && damage.value());
        QCOMPARE(damage.value()->first, framesOf(log) - 1);
        QCOMPARE(damage.value()->frames, framesOf(log));
        QCOMPARE(damage.value()->lost, 2);
        QCOMPARE(damage.value()->pages, 0U);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(saved.value().lostFrames == 2 && saved.value().mayListRemoved);
        QVERIFY(saved.value().results > qint64(m_results.size()) - 2 * AtOnce);
        checkSaved(saved.value());
    }

    void theFirstDamagedFrameIsTold()
    {
        QByteArray log = m_log;
        flipIn(log, 10);
        flipIn(log, 30);
        write(logPath(), log);
        const auto refused = openProject(m_path, OpenMode::Write);
        QVERIFY(!refused);
        const QString told = u"from frame 11 of %1 on"_s.arg(framesOf(log));
        QVERIFY2(refused.error().message.contains(told), qPrintable(refused.error().message));
    }

    void repairs_data() { logs_data(); }

    /// What lies behind the damage is saved, and each result is as it was.
    void repairs()
    {
        QFETCH(Damage, damage);
        QFETCH(bool, isDamaged);
        QByteArray log = m_log;
        damage(log);
        write(logPath(), log);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(isAsItWas(log));
        QCOMPARE(saved.value().hasDamagedLog, isDamaged);
        QCOMPARE(saved.value().isWhole(), !isDamaged);
        checkSaved(saved.value());
    }

    /// Whichever frame it is, no result becomes another one, and none is fetched twice.
    void anyFrame()
    {
        const qsizetype frames = framesOf(m_log);
        qint64 saved = 0, rounds = 0;
        const qsizetype step = frames / 20;
        const qsizetype ofLast = frames - 40 - step; // more or less those of the last transaction
        for (qsizetype frame = 0; frame + 1 < frames; frame += frame < ofLast ? step : 1) {
            QByteArray log = m_log;
            flipIn(log, frame);
            write(logPath(), log);
            QFile::remove(m_into);
            const Result<Salvaged> repaired = salvageProject(m_path, m_into);
            QVERIFY2(repaired, qPrintable(u"frame %1: %2"_s.arg(frame).arg(
                                   repaired ? QString() : repaired.error().message)));
            QCOMPARE(repaired.value().lostFrames, repaired.value().hasDamagedLog ? 1 : 0);
            QCOMPARE(repaired.value().mayListRemoved, repaired.value().lostFrames > 0);
            checkSaved(repaired.value());
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(u"with a bit of frame %1"_s.arg(frame)));
            saved += repaired.value().results;
            ++rounds;
        }
        const qint64 most = rounds * qint64(m_results.size());
        QVERIFY2(saved > most * 9 / 10, qPrintable(u"%1 of %2"_s.arg(saved).arg(most)));
    }

    /// Whichever frame it is: what is out of the list is owed nothing, nor, when it is back, what was
    /// fetched.
    void anyFrameOfRemovedRows()
    {
        constexpr RowId Fetched = 50, Removed = 150, Back = 100;
        const auto rowsFrom = [](RowId first, RowId end) {
            std::vector<RowId> rows(end - first);
            std::iota(rows.begin(), rows.end(), first);
            return rows;
        };
        const auto append = [](Store &store, RowId first, RowId end) {
            std::vector<FetchResult> results;
            for (RowId row = first; row < end; ++row)
                results.push_back(makePage(row));
            return store.append(std::vector{batchOf(std::move(results))});
        };
        const QString path = m_made.filePath(u"removed.turnstone"_s);
        QByteArray file, log;
        {
            const auto made = createProject(path);
            QVERIFY(made);
            Store &store = *made.value();
            QVERIFY(store.addAddresses(makeAddresses(Rows), 0) && store.beginRun(RunScope::List, "{}") &&
                    store.oweAll() && append(store, 0, Fetched) && store.endRun(RunEnding::Stopped, false));
            QVERIFY(store.removeRows(rowsFrom(Fetched, Removed)) &&
                    store.restoreRows(rowsFrom(Back, Removed)));
            QVERIFY(store.continueRun(1, {}) && append(store, Back, Removed) &&
                    store.endRun(RunEnding::Stopped, false));
            file = contentOf(path);
            log = contentOf(path + u"-wal");
        }
        qint64 kept = 0;
        for (qsizetype frame = 0; frame < framesOf(log); ++frame) {
            QByteArray damaged = log;
            flipIn(damaged, frame);
            write(m_path, file);
            write(logPath(), damaged);
            QFile::remove(m_into);
            const Result<Salvaged> saved = salvageProject(m_path, m_into);
            const auto store = saved ? openProject(m_into, OpenMode::Write) : saved.error();
            QVERIFY2(store,
                     qPrintable(u"frame %1: %2"_s.arg(frame).arg(store ? u""_s : store.error().message)));
            QCOMPARE(askSqlite(m_into, u"SELECT count(*) FROM owed JOIN removed USING(address_id)"_s), 0);
            const std::vector<RowId> removed = store.value()->removedRows().value();
            kept += qint64(removed.size());
            QVERIFY(store.value()->restoreRows(removed));
            if (saved.value().hasDamagedLog)
                QCOMPARE(askSqlite(m_into, u"SELECT count(*) FROM owed JOIN result_rows USING(address_id)"_s),
                         0);
        }
        QVERIFY(kept > framesOf(log) * (Back - Fetched) / 2);
    }

    /// As that of another user's crawl, who lets others read the file alone.
    void aLogThatMayNotBeRead()
    {
        write(logPath(), m_log);
        QVERIFY(::chmod(m_folder->path().toLocal8Bit().constData(), 0777) == 0);
        QVERIFY(::chmod(m_path.toLocal8Bit().constData(), 0666) == 0);
        QVERIFY(::chmod(logPath().toLocal8Bit().constData(), 0) == 0);
        const bool isRoot = ::getuid() == 0; // who may read everything
        QVERIFY(!isRoot || ::setresuid(Nobody, Nobody, 0) == 0);
        std::vector<Error> errors;
        for (const OpenMode mode : {OpenMode::Read, OpenMode::Write}) {
            if (const auto store = openProject(m_path, mode); !store)
                errors.push_back(store.error());
        }
        QVERIFY(!isRoot || ::setresuid(0, 0, 0) == 0);
        QCOMPARE(errors.size(), size_t(2));
        for (const Error &error : errors)
            QVERIFY2(error.message.contains(u"p.turnstone-wal"), qPrintable(error.message));
    }

private:
    void checkSaved(const Salvaged &saved)
    {
        QCOMPARE(integrityOf(m_into), u"ok"_s);
        const auto store = openProject(m_into, OpenMode::Write);
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        const bool isAll = saved.lostFields == 0 && saved.lostFrames == 0;
        const auto results = resultsOf(*store.value(), isAll);
        const auto &before = isAll ? m_results : m_essences;
        QCOMPARE(qint64(results.size()), saved.results);
        QVERIFY2(std::includes(before.begin(), before.end(), results.begin(), results.end()),
                 "a result is another one");
        const auto runs = store.value()->runs();
        QVERIFY(runs);
        for (const RunInfo &run : runs.value())
            QCOMPARE(qint64(run.results), saved.results);
        const auto owed = store.value()->owedRows();
        QVERIFY(owed);
        for (const RowId row : owed.value())
            QVERIFY2(!results.contains(row), "what is there would be fetched again");
    }
};

QTEST_GUILESS_MAIN(TestDamagedLog)
#include "tst_damagedlog.moc"
