// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"

#include <QDirIterator>
#include <QFile>
#include <QMimeDatabase>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

struct Ran
{
    int status = -1;
    QByteArray out;
    QByteArray err;
};

Ran run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        return {-1, {}, process.errorString().toUtf8()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QString read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class TestInstall final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        qunsetenv("DESTDIR");
        const Ran ran =
            run(QStringLiteral(TURNSTONE_CMAKE),
                {u"--install"_s, QStringLiteral(TURNSTONE_BINARY_DIR), u"--prefix"_s, m_folder.path()});
        QVERIFY2(ran.status == 0, ran.err.constData());
        // The prefix alone: of several folders, Qt 6.4 believes the last one whose rule applies.
        qputenv("XDG_DATA_DIRS", QFile::encodeName(path(u"share"_s)));
    }

    void everythingHasItsPlace()
    {
        QStringList found;
        QDirIterator it(m_folder.path(), QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            found.append(it.next().mid(m_folder.path().size() + 1));
        found.sort();
        const QStringList expected = {
            u"bin/turnstone"_s,
            u"bin/turnstone-cli"_s,
            u"share/applications/turnstone.desktop"_s,
            u"share/bash-completion/completions/turnstone"_s,
            u"share/bash-completion/completions/turnstone-cli"_s,
            u"share/fish/vendor_completions.d/turnstone-cli.fish"_s,
            u"share/fish/vendor_completions.d/turnstone.fish"_s,
            u"share/icons/hicolor/scalable/apps/turnstone.svg"_s,
            u"share/man/man1/turnstone-cli.1"_s,
            u"share/man/man1/turnstone.1"_s,
            u"share/metainfo/org.turnstone.turnstone.metainfo.xml"_s,
            u"share/mime/packages/turnstone.xml"_s,
            u"share/zsh/site-functions/_turnstone"_s,
            u"share/zsh/site-functions/_turnstone-cli"_s,
        };
        QCOMPARE(found, expected);
    }

    void theProgramsStart_data()
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("the window") << u"turnstone"_s;
        QTest::newRow("the command line") << u"turnstone-cli"_s;
    }

    void theProgramsStart()
    {
        QFETCH(QString, program);
        const Ran ran = run(path(u"bin/" + program), {u"--version"_s});
        QCOMPARE(ran.status, 0);
        QVERIFY2(ran.out.startsWith(QByteArray(program.toUtf8() + " " TURNSTONE_VERSION)),
                 ran.out.constData());
    }

    void everyOptionIsNamed_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("command");
        QTest::newRow("turnstone") << u"turnstone"_s << QString();
        QTest::newRow("turnstone-cli") << u"turnstone-cli"_s << QString();
        static const QRegularExpression called(u"turnstone-cli ([a-z]+) "_s);
        const QString help = QString::fromUtf8(run(path(u"bin/turnstone-cli"_s), {u"--help"_s}).out);
        for (const auto &each : called.globalMatch(help.section(u"\n\n"_s, 0, 0)))
            QTest::addRow("turnstone-cli %s", qPrintable(each.captured(1)))
                << u"turnstone-cli"_s << each.captured(1);
    }

    void everyOptionIsNamed()
    {
        QFETCH(QString, program);
        QFETCH(QString, command);
        const QStringList options = optionsOf(program, command);
        QVERIFY2(options.size() >= 2 && options.contains(u"--help"), qPrintable(options.join(u' ')));
        const QString page = manual(program, command);
        const QStringList bash = bashOffers(program, command, u"--"_s);
        const QString zsh = zshWords(program, command);
        for (const QString &option : options) {
            const QString missing = option + u" is not in "_s;
            const QRegularExpression whole(u"(^|[^-a-z0-9])"_s + option + u"($|[^-a-z0-9])"_s,
                                           QRegularExpression::MultilineOption);
            QVERIFY2(page.contains(whole), qPrintable(missing + u"the manual"));
            QVERIFY2(bash.contains(option), qPrintable(missing + u"bash: " + bash.join(u' ')));
            QVERIFY2(zsh.contains(whole), qPrintable(missing + u"zsh"));
        }
    }

    void fishOffersEveryOption_data() { everyOptionIsNamed_data(); }

    void fishOffersEveryOption()
    {
        QFETCH(QString, program);
        QFETCH(QString, command);
        const QString fish = QStandardPaths::findExecutable(u"fish"_s);
        if (fish.isEmpty())
            QSKIP("there is no fish");
        const QString words = QStringList{program, command, u"--"_s}.join(u' ').replace(u"  "_s, u" "_s);
        const QString file = path(u"share/fish/vendor_completions.d/"_s + program + u".fish");
        const Ran ran =
            run(fish, {u"--no-config"_s, u"-c"_s, u"source %1; complete -C '%2'"_s.arg(file, words)});
        QVERIFY2(ran.status == 0 && ran.err.isEmpty(), ran.err.constData());
        QStringList offered;
        for (const QString &line : QString::fromUtf8(ran.out).split(u'\n'))
            offered.append(line.section(u'\t', 0, 0));
        for (const QString &option : optionsOf(program, command))
            QVERIFY2(offered.contains(option) || offered.contains(option + u'='), qPrintable(option));
    }

    void zshReadsItsCompletions()
    {
        const QString zsh = QStandardPaths::findExecutable(u"zsh"_s);
        if (zsh.isEmpty())
            QSKIP("there is no zsh");
        for (const QString &program : {u"turnstone"_s, u"turnstone-cli"_s}) {
            const Ran ran = run(zsh, {u"-f"_s, u"-n"_s, path(u"share/zsh/site-functions/_"_s + program)});
            QVERIFY2(ran.status == 0 && ran.err.isEmpty(), ran.err.constData());
        }
    }

    void whatCanFollowIsOffered_data()
    {
        QTest::addColumn<QString>("previous");
        QTest::addColumn<QString>("begun");
        QTest::addColumn<QStringList>("offered");
        QTest::newRow("a choice") << u"--http2"_s << u"o"_s << QStringList{u"on"_s, u"off"_s};
        QTest::newRow("a format") << u"--format"_s << QString()
                                  << QStringList{u"csv"_s, u"jsonl"_s, u"html"_s, u"xlsx"_s, u"junit"_s};
        QTest::newRow("a number") << u"--retries"_s << QString() << QStringList{};
        QTest::newRow("a file") << u"--output"_s << path(u"bin/turnstone-"_s)
                                << QStringList{path(u"bin/turnstone-cli"_s)};
        QTest::newRow("a list") << u"--insecure"_s << path(u"bin/turnstone-"_s)
                                << QStringList{path(u"bin/turnstone-cli"_s)};
    }

    void whatCanFollowIsOffered()
    {
        QFETCH(QString, previous);
        QFETCH(QString, begun);
        QTEST(bashOffers(u"turnstone-cli"_s, u"crawl "_s + previous, begun), "offered");
    }

    void theManualIsWellFormed()
    {
        if (QStandardPaths::findExecutable(u"man"_s).isEmpty())
            QSKIP("there is no man");
        for (const QString &program : {u"turnstone"_s, u"turnstone-cli"_s}) {
            const Ran ran = run(u"man"_s, {u"--warnings"_s, u"-Tutf8"_s, u"-Z"_s, u"-l"_s,
                                           path(u"share/man/man1/"_s + program + u".1")});
            QVERIFY2(ran.status == 0 && ran.err.isEmpty(), ran.err.constData());
        }
    }

    void theDesktopOpensProjects()
    {
        const QString type = u"application/x-turnstone"_s;
        const QString project = m_folder.filePath(u"any name"_s);
        QVERIFY(createProject(project));
        QCOMPARE(QMimeDatabase().mimeTypeForFile(project).name(), type);
        QFile::remove(project);
        QCOMPARE(QMimeDatabase().mimeTypeForFile(u"site.turnstone"_s, QMimeDatabase::MatchExtension).name(),
                 type);
        const QString entry = read(path(u"share/applications/turnstone.desktop"_s));
        QVERIFY(entry.contains(
            QRegularExpression(u"^MimeType=(.*;)?"_s + type + u';', QRegularExpression::MultilineOption)));
        QVERIFY(entry.contains(u"\nExec=turnstone %F\n"));
    }

    void validatorsAreContent_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("desktop entry")
            << QStringList{u"desktop-file-validate"_s, path(u"share/applications/turnstone.desktop"_s)};
        QTest::newRow("AppStream") << QStringList{
            u"appstreamcli"_s, u"validate"_s, u"--no-net"_s, u"--pedantic"_s,
            path(u"share/metainfo/org.turnstone.turnstone.metainfo.xml"_s)};
    }

    void validatorsAreContent()
    {
        QFETCH(QStringList, command);
        const QString program = QStandardPaths::findExecutable(command.takeFirst());
        if (program.isEmpty())
            QSKIP("the validator is not installed");
        const Ran ran = run(program, command);
        QVERIFY2(ran.status == 0 && (ran.out.isEmpty() || ran.out.count('\n') == 1),
                 QByteArray(ran.out + ran.err).constData());
    }

    void allSayTheSameVersion()
    {
        const QString metainfo = read(path(u"share/metainfo/org.turnstone.turnstone.metainfo.xml"_s));
        const QString newest = metainfo.section(u"<release "_s, 1, 1);
        QVERIFY2(newest.startsWith(u"version=\"" TURNSTONE_VERSION "\""), qPrintable(newest));
        const QString log = read(QStringLiteral(TURNSTONE_SOURCE_DIR "/resources/debian/changelog"));
        QVERIFY2(log.startsWith(u"turnstone (" TURNSTONE_VERSION ")"), qPrintable(log));
    }

private:
    QString path(const QString &name) const { return m_folder.path() + u'/' + name; }

    /// The long names in the first column of --help.
    QStringList optionsOf(const QString &program, const QString &command) const
    {
        static const QRegularExpression option(u"^  (?:-[a-z], )?(--[a-z0-9-]+)"_s,
                                               QRegularExpression::MultilineOption);
        QStringList arguments{u"--help"_s};
        if (!command.isEmpty())
            arguments.prepend(command);
        QStringList names;
        for (const auto &each :
             option.globalMatch(QString::fromUtf8(run(path(u"bin/"_s + program), arguments).out)))
            names.append(each.captured(1));
        return names;
    }

    /// The page as it reads, of a command only its part.
    QString manual(const QString &program, const QString &command) const
    {
        QString text = read(path(u"share/man/man1/"_s + program + u".1"));
        text.replace(u"\\-"_s, u"-"_s).remove(QRegularExpression(u"\\\\f[BIR]"_s));
        if (command.isEmpty())
            return text.section(u".SH OPTIONS\n"_s, 1).section(u"\n.SH "_s, 0, 0);
        return text.section(u".SS "_s + command + u'\n', 1)
            .section(QRegularExpression(u"\n\\.S[SH] "_s), 0, 0);
    }

    /// The words that are offered for `begun` behind the others.
    QStringList bashOffers(const QString &program, const QString &words, const QString &begun) const
    {
        QString function = u'_' + program;
        function.replace(u'-', u'_');
        const QString script =
            u"source %1; COMP_WORDS=(%2 %3 '%4'); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); %5; "
            "printf '%s\\n' \"${COMPREPLY[@]}\""_s.arg(
                path(u"share/bash-completion/completions/"_s + program), program, words, begun, function);
        const Ran ran = run(u"bash"_s, {u"--norc"_s, u"-c"_s, script});
        QStringList offered = QString::fromUtf8(ran.out + ran.err).split(u'\n', Qt::SkipEmptyParts);
        return offered;
    }

    /// What zsh is told of a program, or of one of its commands.
    QString zshWords(const QString &program, const QString &command) const
    {
        const QString text = read(path(u"share/zsh/site-functions/_"_s + program));
        if (command.isEmpty())
            return text.section(u"case $state in"_s, 0, 0);
        return text.section(u"\n        "_s + command + u")\n", 1).section(u";;"_s, 0, 0);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestInstall)
#include "tst_install.moc"
