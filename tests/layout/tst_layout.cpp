// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTest>

/// The include rules of docs/architecture.md, checked on every source file.
class TestLayout final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRoomIncludesOnlyWhatItMay_data()
    {
        QTest::addColumn<QString>("room");
        QTest::addColumn<QStringList>("allowed");
        for (auto it = rules().cbegin(); it != rules().cend(); ++it)
            QTest::newRow(qPrintable(it.key())) << it.key() << it.value();
    }

    void everyRoomIncludesOnlyWhatItMay()
    {
        QFETCH(QString, room);
        QFETCH(QStringList, allowed);
        QVERIFY2(QDir(root() + room).exists(), "a rule for a room that is not there");
        QStringList wrong;
        for (const QString &file : sources(room)) {
            for (const QString &included : ownIncludes(file)) {
                const QString target = included.section(u'/', 0, 1);
                if (target != room && !allowed.contains(target))
                    wrong.append(file.mid(root().size()) + u" includes " + included);
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void everyRoomHasARuleAndACharter()
    {
        QStringList missing;
        for (const QString &top : {u"core"_qs, u"ui"_qs, u"app"_qs}) {
            const QStringList rooms = QDir(root() + top).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
            for (const QString &name : rooms) {
                const QString room = top + u'/' + name;
                if (!rules().contains(room))
                    missing.append(room + u" has no include rule");
                if (!QFile::exists(root() + room + u"/README.md"))
                    missing.append(room + u" has no README.md");
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    }

    void coreNeverLooksAtAWindow()
    {
        static const QRegularExpression windowed(
            u"#include <(QtWidgets|QtGui|QtCharts|QWidget|QApplication|QGuiApplication|QPainter|QPixmap|QImage|QIcon|QColor)"_qs);
        QStringList wrong;
        for (const QString &file :
             sources(u"core"_qs) + sources(u"app/cli"_qs) + sources(u"app/demosite"_qs)) {
            if (read(file).contains(windowed))
                wrong.append(file);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void everyFileIsInTheHouseShape()
    {
        QStringList wrong;
        for (const QString &top : {u"core"_qs, u"ui"_qs, u"app"_qs, u"tests"_qs}) {
            for (const QString &file : sources(top)) {
                const QString text = read(file);
                const QString name = file.mid(root().size());
                if (!text.startsWith(u"// SPDX-License-Identifier: GPL-3.0-or-later"))
                    wrong.append(name + u": no licence line");
                if (file.endsWith(u".h") && !text.contains(u"#pragma once"))
                    wrong.append(name + u": no #pragma once");
                if (file.section(u'/', -1) != file.section(u'/', -1).toLower())
                    wrong.append(name + u": not in lower case");
                if (text.contains(QRegularExpression(u"#include \"(?!(core|ui|app|tests)/|.*\\.moc\")"_qs)))
                    wrong.append(name + u": an include that is not written from the root");
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void noSingletonsAndNoSleeping()
    {
        static const QRegularExpression sleeping(
            u"QThread::(m|u)?sleep|std::this_thread::sleep|QTest::qSleep|QTest::qWait\\("_qs);
        QStringList wrong;
        for (const QString &top : {u"core"_qs, u"ui"_qs, u"app"_qs, u"tests"_qs}) {
            for (const QString &file : sources(top)) {
                if (!file.endsWith(u"tst_layout.cpp") && read(file).contains(sleeping))
                    wrong.append(file.mid(root().size()));
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

private:
    static QString root() { return QStringLiteral(TURNSTONE_SOURCE_DIR "/"); }

    static const QMap<QString, QStringList> &rules()
    {
        static const QString base = u"core/base"_qs, types = u"core/types"_qs, input = u"core/input"_qs,
                             parse = u"core/parse"_qs, policy = u"core/policy"_qs, net = u"core/net"_qs,
                             crawl = u"core/crawl"_qs, store = u"core/store"_qs, report = u"core/report"_qs,
                             life = u"core/session"_qs;
        static const QStringList core = {base, types, input, parse, policy, net, crawl, store, report};
        static const QString models = u"ui/models"_qs, delegates = u"ui/delegates"_qs,
                             widgets = u"ui/widgets"_qs, panels = u"ui/panels"_qs, dialogs = u"ui/dialogs"_qs,
                             session = u"ui/session"_qs, mainwindow = u"ui/mainwindow"_qs;
        static const QMap<QString, QStringList> map = {
            {base, {}},
            {types, {base}},
            {input, {base, types, parse}},
            {parse, {base, types}},
            {policy, {base, types}},
            {net, {base, types, policy}},
            {crawl, {base, types, policy, parse, net}},
            {store, {base, types}},
            {report, {base, types}},
            {life, {base, types, input, store}},
            {widgets, {base, types}},
            {models, core + QStringList{life}},
            {session, QStringList{base, types, crawl, store, life, models}},
            {delegates, QStringList{base, types, models, widgets}},
            {panels, core + QStringList{models, delegates, widgets}},
            {dialogs, core + QStringList{models, widgets}},
            {mainwindow, core + QStringList{models, session, widgets, panels, dialogs}},
            {u"app/demosite"_qs, {base}},
            {u"app/cli"_qs, core + QStringList{life, u"app/demosite"_qs}},
            {u"app/gui"_qs, core + QStringList{life, models, session, widgets, mainwindow, u"app/demosite"_qs,
                                               u"app/cli"_qs}},
            {u"app/manual"_qs, {u"app/cli"_qs, u"app/gui"_qs}},
        };
        return map;
    }

    static QStringList sources(const QString &folder)
    {
        QStringList files;
        QDirIterator it(root() + folder, {u"*.h"_qs, u"*.cpp"_qs}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            files.append(it.next());
        return files;
    }

    static QString read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

    static QStringList ownIncludes(const QString &path)
    {
        static const QRegularExpression pattern(u"^#include \"((?:core|ui|app|tests)/[^\"]+)\""_qs,
                                                QRegularExpression::MultilineOption);
        QStringList found;
        auto it = pattern.globalMatch(read(path));
        while (it.hasNext())
            found.append(it.next().captured(1));
        return found;
    }
};

QTEST_APPLESS_MAIN(TestLayout)
#include "tst_layout.moc"
