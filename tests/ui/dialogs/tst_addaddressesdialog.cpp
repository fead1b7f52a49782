// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/addaddressesdialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryFile>
#include <QTest>

using namespace turnstone;

class TestAddAddressesDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhileTyping();
    void listsBadLinesWithTheirReason();
    void knowsWhatIsThereAlready();
    void aHugePasteStaysWhole();
    void readsAFile();
    void anUnreadableFileIsSaid();
    void acceptsOnlyWithAddresses();
};

void TestAddAddressesDialog::countsWhileTyping()
{
    AddAddressesDialog dialog({});
    dialog.show();
    auto *edit = dialog.findChild<QPlainTextEdit *>();
    QTest::keyClicks(edit, QStringLiteral("example.org/a example.org/b"));
    QTRY_COMPARE(dialog.findings().report.found, 2);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(dialog.result(), int(QDialog::Accepted));
    QCOMPARE(dialog.findings().addresses.size(), 2);
}

void TestAddAddressesDialog::listsBadLinesWithTheirReason()
{
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.setText(QStringLiteral("http://example.org/\nhttp://example.org:99999999/\n"));
    auto *bad = dialog.findChild<QTableWidget *>();
    QTRY_VERIFY(bad->rowCount() > 0);
    QVERIFY(bad->isVisible());
    QCOMPARE(bad->item(0, 0)->text(), QStringLiteral("2"));
    QVERIFY(!bad->item(0, 2)->text().isEmpty());
}

void TestAddAddressesDialog::knowsWhatIsThereAlready()
{
    AddressBlockBuilder builder;
    builder.add("https://example.org/a");
    AddressList existing;
    existing.append(std::move(builder).build());
    AddAddressesDialog dialog(existing);
    dialog.setText(QStringLiteral("https://example.org/a\nhttps://example.org/b"));
    QTRY_COMPARE(dialog.findings().report.duplicates, 1);
    QCOMPARE(dialog.findings().report.found, 1);
}

void TestAddAddressesDialog::aHugePasteStaysWhole()
{
    constexpr int lines = 50'000;
    QString text;
    for (int i = 0; i < lines; ++i)
        text += QStringLiteral("https://example.org/page/%1\n").arg(i);
    AddAddressesDialog dialog({});
    dialog.show();
    auto *edit = dialog.findChild<QPlainTextEdit *>();
    QGuiApplication::clipboard()->setText(text);
    edit->setFocus();
    QTest::keySequence(edit, QKeySequence::Paste);
    QVERIFY(edit->toPlainText().size() < text.size() / 10);
    QTRY_COMPARE(dialog.findings().report.found, lines);
}

void TestAddAddressesDialog::readsAFile()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("https://example.org/1\nhttps://example.org/2\n");
    file.close();
    AddAddressesDialog dialog({});
    dialog.openFiles({file.fileName()});
    QTRY_COMPARE(dialog.findings().addresses.size(), 2);
}

void TestAddAddressesDialog::anUnreadableFileIsSaid()
{
    AddAddressesDialog dialog({});
    dialog.openFiles({QStringLiteral("/no/such/list.txt")});
    QTRY_VERIFY(dialog.findings().error.contains(QStringLiteral("list.txt")));
}

void TestAddAddressesDialog::acceptsOnlyWithAddresses()
{
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.accept();
    QVERIFY(dialog.isVisible());
    QCOMPARE(dialog.result(), int(QDialog::Rejected));
}

QTEST_MAIN(TestAddAddressesDialog)
#include "tst_addaddressesdialog.moc"
