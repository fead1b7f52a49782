// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/recentprojects.h"

#include <QDir>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace turnstone;

class TestRecentProjects final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings =
            std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_qs), QSettings::IniFormat);
    }

    void theLatestIsFirstAndEachIsThereOnce()
    {
        RecentProjects recent(*m_settings);
        for (const QString &name : {u"/p/a"_qs, u"/p/b"_qs, u"/p/a"_qs})
            recent.add(name);
        QCOMPARE(recent.paths(), (QStringList{u"/p/a"_qs, u"/p/b"_qs}));
        recent.remove(u"/p/a"_qs);
        QCOMPARE(RecentProjects(*m_settings).paths(), QStringList{u"/p/b"_qs});
    }

    void theOldestAreForgotten()
    {
        RecentProjects recent(*m_settings);
        for (int i = 0; i <= RecentProjects::Most; ++i)
            recent.add(u"/p/%1"_qs.arg(i));
        QCOMPARE(recent.paths().size(), RecentProjects::Most);
        QCOMPARE(recent.paths().last(), u"/p/1"_qs);
    }

    void aPathMayBeRelative()
    {
        RecentProjects recent(*m_settings);
        recent.add(u"a.turnstone"_qs);
        recent.add(QDir::current().absoluteFilePath(u"a.turnstone"_qs));
        QCOMPARE(recent.paths(), QStringList{QDir::current().absoluteFilePath(u"a.turnstone"_qs)});
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
};

QTEST_GUILESS_MAIN(TestRecentProjects)
#include "tst_recentprojects.moc"
