// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/mainwindow/windowtest.h"

#include "core/net/networksetup.h"
#include "ui/models/resulttablemodel.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/panels/statusbarpanel.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/themecontroller.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QTimer>

#include <algorithm>

namespace turnstone {

using Phase = CrawlSession::Phase;

void WindowTest::initTestCase()
{
    Result<std::unique_ptr<DemoSite>> site = DemoSite::start({});
    QVERIFY(site);
    m_site = std::move(site).value();
}

void WindowTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    restart();
}

void WindowTest::restart()
{
    m_window.reset();
    m_session.reset();
    m_settings =
        std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    m_probe = std::make_unique<EventLoopProbe>();
    m_session = std::make_unique<CrawlSession>(Autosave(m_folder->filePath(QStringLiteral("autosave"))));
    m_window =
        std::make_unique<MainWindow>(*m_session, *m_settings, *m_probe, [this]() -> Result<QByteArray> {
            return address(QStringLiteral("/page/7")).toUtf8();
        });
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void WindowTest::cleanup()
{
    m_session->stop();
    QTRY_VERIFY(!m_session->isActive());
    m_window.reset();
    m_session.reset();
    m_probe.reset();
}

void WindowTest::paste(const QStringList &lines)
{
    const int before = m_session->addresses().size();
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    QTest::keySequence(m_window.get(), QKeySequence::Paste);
    QTRY_COMPARE(m_session->addresses().size(), before + int(lines.size()));
}

void WindowTest::crawl(const QStringList &lines)
{
    paste(lines);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
}

QStringList WindowTest::column(ResultColumn column) const
{
    QStringList cells;
    for (int place = 0; place < view()->model()->rowCount(); ++place)
        cells << cell(place, column);
    return cells;
}

void WindowTest::clickRow(int place) const
{
    const QRect rect = view()->visualRect(view()->model()->index(place, 0));
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, rect.center());
}

QString WindowTest::saveAs(const QString &name)
{
    const QString path = m_folder->filePath(name);
    QTimer::singleShot(0, m_window.get(), [this, path] {
        auto *dialog = m_window->findChild<QFileDialog *>();
        QVERIFY(dialog);
        dialog->selectFile(path);
        QTest::keyClick(dialog, Qt::Key_Return);
    });
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    return path;
}

void WindowTest::clickMessage(const QString &text) const
{
    const QList<QPushButton *> buttons = message()->findChildren<QPushButton *>();
    const auto button = std::find_if(buttons.begin(), buttons.end(), [&text](const QPushButton *each) {
        return each->isVisible() && each->text() == text;
    });
    QVERIFY2(button != buttons.end(), qPrintable(message()->text()));
    QTest::mouseClick(*button, Qt::LeftButton);
}

void WindowTest::answerNext(const QString &text)
{
    QTimer::singleShot(0, m_window.get(), [this, text] {
        auto *question = m_window->findChild<QMessageBox *>();
        QVERIFY(question);
        const QList<QAbstractButton *> buttons = question->buttons();
        const auto button =
            std::find_if(buttons.begin(), buttons.end(),
                         [&text](const QAbstractButton *each) { return each->text().remove(u'&') == text; });
        QVERIFY2(button != buttons.end(), qPrintable(question->text()));
        (*button)->click();
    });
}

MessageBar *WindowTest::message() const
{
    return m_window->findChild<MessageBar *>();
}

ResultsView *WindowTest::view() const
{
    return m_window->results()->view();
}

QString WindowTest::cell(int place, ResultColumn column) const
{
    return view()->model()->index(place, int(column)).data().toString();
}

bool WindowTest::statusBarSays(const QString &text) const
{
    const QList<QLabel *> labels = m_window->findChild<StatusBarPanel *>()->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(),
                       [&text](const QLabel *label) { return label->isVisible() && label->text() == text; });
}

int runWindowTest(WindowTest &test, int argc, char **argv)
{
    prepareNetwork();
    QApplication application(argc, argv);
    const ThemeController theme(&application);
    return QTest::qExec(&test, argc, argv);
}

} // namespace turnstone
