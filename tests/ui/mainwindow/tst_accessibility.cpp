// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the keyboard can reach or the mouse can press has a name that a screen reader can say.
#include "core/net/networksetup.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/addaddressesdialog.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/dialogs/helpdialog.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/widgets/eventloopprobe.h"
#include "ui/widgets/themecontroller.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>
#include <QListWidget>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;

namespace {

bool isInteractive(const QWidget *widget)
{
    // Parts of a widget that has a name itself.
    const QLatin1StringView type(widget->metaObject()->className());
    if (type == QLatin1StringView("QLineEditIconButton") || type == QLatin1StringView("QTableCornerButton") ||
        type == QLatin1StringView("QComboBoxListView") || widget->focusProxy() ||
        widget->objectName().startsWith(QLatin1StringView("qt_")) ||
        qobject_cast<const QHeaderView *>(widget))
        return false;
    if (widget->isHidden()) // has nothing to say at present
        return false;
    return qobject_cast<const QAbstractButton *>(widget) || (widget->focusPolicy() & Qt::TabFocus);
}

/// Those without a name: their class, their object's name, and where they are.
QString namelessIn(QWidget *root)
{
    QStringList nameless;
    const QList<QWidget *> widgets = root->findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (!isInteractive(widget))
            continue;
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
        if (!face || face->text(QAccessible::Name).trimmed().isEmpty())
            nameless << QStringLiteral("%1 “%2” in %3")
                            .arg(QLatin1StringView(widget->metaObject()->className()), widget->objectName(),
                                 QLatin1StringView(widget->parentWidget()->metaObject()->className()));
    }
    return nameless.join(u'\n');
}

/// The keys that reach more than one of what is visible in `root`: labels of fields, buttons.
QString collisionsIn(const QWidget *root)
{
    QHash<QString, QStringList> users;
    const auto take = [&](const QWidget *widget, const QString &text) {
        const QKeySequence key = QKeySequence::mnemonic(text);
        if (!key.isEmpty() && widget->isVisibleTo(root))
            users[key.toString()].append(text);
    };
    for (const QAbstractButton *button : root->findChildren<QAbstractButton *>())
        take(button, button->text());
    for (const QLabel *label : root->findChildren<QLabel *>()) {
        if (label->buddy())
            take(label, label->text());
    }
    QStringList found;
    for (const QStringList &texts : users) {
        if (texts.size() > 1)
            found << texts.join(QStringLiteral(" / "));
    }
    return found.join(u'\n');
}

} // namespace

class TestAccessibility final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWindow()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        EventLoopProbe probe;
        CrawlSession session{Autosave(folder.path())};
        MainWindow window(session, settings, probe, [] { return QByteArray(); });
        window.show();
        window.addText(QStringLiteral("http://127.0.0.1:9/"));
        QTRY_COMPARE(session.phase(), CrawlSession::Phase::Ready);
        QVERIFY2(namelessIn(&window).isEmpty(), qPrintable(namelessIn(&window)));
    }

    void theDialogs()
    {
        AboutDialog about(nullptr);
        QVERIFY2(namelessIn(&about).isEmpty(), qPrintable(namelessIn(&about)));
        AddAddressesDialog add({}, nullptr);
        QVERIFY2(namelessIn(&add).isEmpty(), qPrintable(namelessIn(&add)));
        HelpDialog help(nullptr);
        help.setPages({{QStringLiteral("Page"), QStringLiteral("Text")}});
        QVERIFY2(namelessIn(&help).isEmpty(), qPrintable(namelessIn(&help)));
        SettingsDialog settings({}, Appearance::System, true, nullptr);
        QVERIFY2(namelessIn(&settings).isEmpty(), qPrintable(namelessIn(&settings)));
        ExportDialog exporting({}, QStringLiteral("/tmp/x.csv"), nullptr);
        QVERIFY2(namelessIn(&exporting).isEmpty(), qPrintable(namelessIn(&exporting)));
    }

    void everyKeyOfADialogIsOfOneField()
    {
        SettingsDialog settings({}, Appearance::System, true, nullptr);
        auto *groups = settings.findChild<QListWidget *>();
        QVERIFY(groups->count() > 3);
        for (int group = 0; group < groups->count(); ++group) {
            groups->setCurrentRow(group);
            QVERIFY2(collisionsIn(&settings).isEmpty(), qPrintable(collisionsIn(&settings)));
        }
        AddAddressesDialog add({}, nullptr);
        QVERIFY2(collisionsIn(&add).isEmpty(), qPrintable(collisionsIn(&add)));
        ExportDialog exporting({10, 5, 2}, QStringLiteral("/tmp/x.csv"), nullptr);
        QVERIFY2(collisionsIn(&exporting).isEmpty(), qPrintable(collisionsIn(&exporting)));
    }

    void aDialogFitsASmallScreen()
    {
        const QSize room(780, 550);
        AboutDialog about(nullptr);
        AddAddressesDialog add({}, nullptr);
        SettingsDialog settings({}, Appearance::System, true, nullptr);
        ExportDialog exporting({10, 5, 2}, QStringLiteral("/tmp/x.csv"), nullptr);
        for (QDialog *dialog : std::initializer_list<QDialog *>{&about, &add, &settings, &exporting}) {
            dialog->ensurePolished();
            dialog->layout()->activate();
            const QSize least = dialog->minimumSizeHint().expandedTo(dialog->minimumSize());
            QVERIFY2(least.width() <= room.width() && least.height() <= room.height(),
                     qPrintable(QStringLiteral("%1: %2 x %3")
                                    .arg(dialog->windowTitle())
                                    .arg(least.width())
                                    .arg(least.height())));
        }
    }
};

int main(int argc, char *argv[])
{
    prepareNetwork();
    QApplication application(argc, argv);
    const ThemeController theme(&application);
    TestAccessibility test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_accessibility.moc"
