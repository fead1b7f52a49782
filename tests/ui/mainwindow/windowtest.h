// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demosite/demosite.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/resultcolumns.h"
#include "ui/session/crawlsession.h"
#include "ui/widgets/eventloopprobe.h"

#include <QObject>
#include <QSettings>
#include <QTemporaryDir>

#include <memory>

namespace turnstone {

class MessageBar;
class ResultsView;

/// A window of its own for each test, with the real engine, a folder of its own and a web site on loopback;
/// and what a user does with it.
class WindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

protected:
    QString address(const QString &path) const { return m_site->address(path).toString(); }
    /// Another window, as after the program's next start.
    void restart();
    QString saveAs(const QString &name);
    void clickMessage(const QString &button) const;
    /// Clicks the button of this text in the question that comes next.
    void answerNext(const QString &button);
    MessageBar *message() const;
    void paste(const QStringList &lines);
    void crawl(const QStringList &lines);
    ResultsView *view() const;
    QString cell(int place, ResultColumn column) const;
    QStringList column(ResultColumn column) const;
    bool statusBarSays(const QString &text) const;
    void clickRow(int place) const;

    std::unique_ptr<DemoSite> m_site;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<EventLoopProbe> m_probe;
    std::unique_ptr<CrawlSession> m_session;
    std::unique_ptr<MainWindow> m_window;
};

/// What main() of such a test does.
int runWindowTest(WindowTest &test, int argc, char **argv);

} // namespace turnstone
