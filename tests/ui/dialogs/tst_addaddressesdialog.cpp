// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/addaddressesdialog.h"
#include "ui/dialogs/listpreview.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <algorithm>

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
    void showsWhatIsTakenFromWhere();
    void anotherColumnCanBeChosen();
    void eachFileHasItsPreview();
    void aMethodOfItsOwnIsShown();
    void saysWhatWasChangedInAnAddress();
    void acceptsOnlyWithAddresses();
    void addMayBeClickedBeforeAllIsRead();
    void whatIsTypedAfterAddIsAddedAsWell();
    void anotherTextHasNoColumnChosen();
    void saysWhyThereIsNothingToAdd_data();
    void saysWhyThereIsNothingToAdd();
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

void TestAddAddressesDialog::addMayBeClickedBeforeAllIsRead()
{
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.setText(QStringLiteral("https://example.org/a"));
    QTest::mouseClick(dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QTRY_COMPARE(dialog.result(), int(QDialog::Accepted));
    QCOMPARE(dialog.findings().addresses.size(), 1);
}

/// Findings of the text before are not those of this one.
void TestAddAddressesDialog::whatIsTypedAfterAddIsAddedAsWell()
{
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.setText(QStringLiteral("https://example.org/a"));
    QTest::mouseClick(dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    dialog.findChild<QPlainTextEdit *>()->insertPlainText(QStringLiteral("\nhttps://example.org/b"));
    QTRY_COMPARE(dialog.result(), int(QDialog::Accepted));
    QCOMPARE(dialog.findings().addresses.size(), 2);
}

void TestAddAddressesDialog::anotherTextHasNoColumnChosen()
{
    const QString table = QStringLiteral("old,new\nhttp://a.example/1,http://b.example/1\n"
                                         "http://a.example/2,http://b.example/2\n");
    AddAddressesDialog dialog({});
    dialog.show();
    const auto first = [&dialog] {
        const AddressList &found = dialog.findings().addresses;
        return found.isEmpty() ? QByteArray() : found.at(0).toByteArray();
    };
    dialog.setText(table);
    QTRY_VERIFY(!first().isEmpty());
    const QByteArray usual = first();
    const bool isOld = usual.contains("a.example");
    Q_EMIT dialog.findChild<ListPreview *>()->columnChosen({}, isOld ? QStringLiteral("new")
                                                                     : QStringLiteral("old"));
    QTRY_VERIFY(!first().isEmpty() && first() != usual);
    dialog.setText(table);
    QTRY_COMPARE(first(), usual);
}

void TestAddAddressesDialog::listsBadLinesWithTheirReason()
{
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.setText(QStringLiteral("http://example.org/\nhttp://example.org:99999999/\n"));
    auto *bad = dialog.findChild<QTableWidget *>(QStringLiteral("badLines"));
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

void TestAddAddressesDialog::showsWhatIsTakenFromWhere()
{
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.setText(QStringLiteral("See https://example.org/a, or so"));
    auto *preview = dialog.findChild<QTableWidget *>(QStringLiteral("preview"));
    QTRY_COMPARE(preview->rowCount(), 1);
    QVERIFY(preview->isVisible());
    QCOMPARE(preview->item(0, 0)->text(), QStringLiteral("1"));
    QCOMPARE(preview->item(0, 1)->text(), QStringLiteral("See https://example.org/a, or so"));
    QCOMPARE(preview->item(0, 2)->text(), QStringLiteral("https://example.org/a"));
    dialog.setText({});
    QTRY_VERIFY(!preview->isVisible());
}

void TestAddAddressesDialog::anotherColumnCanBeChosen()
{
    QTemporaryFile file(QDir::tempPath() + QStringLiteral("/XXXXXX.csv"));
    QVERIFY(file.open());
    file.write("url,old,note\nhttps://example.org/1,https://example.net/1,x\n");
    file.close();
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.openFiles({file.fileName()});
    auto *preview = dialog.findChild<QTableWidget *>(QStringLiteral("preview"));
    auto *columns = preview->parentWidget()->findChildren<QComboBox *>().last();
    QTRY_COMPARE(columns->count(), 3);
    QVERIFY(columns->isVisible());
    QCOMPARE(columns->currentIndex(), 0);
    QCOMPARE(preview->item(0, 2)->text(), QStringLiteral("https://example.org/1"));
    columns->setFocus();
    QTest::keyClick(columns, Qt::Key_Down);
    QTRY_COMPARE(preview->item(0, 2)->text(), QStringLiteral("https://example.net/1"));
    QCOMPARE(columns->currentIndex(), 1);
    QCOMPARE(dialog.findings().addresses.text(0), QStringLiteral("https://example.net/1"));
    dialog.setText(QStringLiteral("https://example.org/2"));
    QTRY_COMPARE(dialog.findings().addresses.size(), 1);
    QTRY_VERIFY(!columns->isVisible());
    QVERIFY(dialog.findings().error.isEmpty());
}

void TestAddAddressesDialog::aMethodOfItsOwnIsShown()
{
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.setText(QStringLiteral("{\"url\":\"https://example.org/1\",\"method\":\"POST\",\"body\":\"a\"}\n"
                                  "{\"url\":\"https://example.org/1\"}\n"));
    auto *preview = dialog.findChild<QTableWidget *>(QStringLiteral("preview"));
    QTRY_COMPARE(preview->rowCount(), 2);
    QCOMPARE(preview->item(0, 2)->text(), QStringLiteral("POST https://example.org/1"));
    QCOMPARE(preview->item(1, 2)->text(), QStringLiteral("https://example.org/1"));
}

void TestAddAddressesDialog::eachFileHasItsPreview()
{
    QTemporaryDir folder;
    const auto write = [&folder](const QString &name, const QByteArray &content) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? file.fileName()
                                                                                        : QString();
    };
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.openFiles({write(QStringLiteral("a.txt"), "https://example.org/1 draft\n"),
                      write(QStringLiteral("b.json"), "[{\"link\":\"https://example.org/2\"}]")});
    auto *preview = dialog.findChild<QTableWidget *>(QStringLiteral("preview"));
    auto *files = preview->parentWidget()->findChildren<QComboBox *>().first();
    QTRY_COMPARE(files->count(), 2);
    QVERIFY(files->isVisible());
    QCOMPARE(preview->item(0, 2)->text(), QStringLiteral("https://example.org/1%20draft"));
    files->setFocus();
    QTest::keyClick(files, Qt::Key_Down);
    QCOMPARE(preview->item(0, 2)->text(), QStringLiteral("https://example.org/2"));
}

void TestAddAddressesDialog::saysWhatWasChangedInAnAddress()
{
    QTemporaryFile file(QDir::tempPath() + QStringLiteral("/XXXXXX.txt"));
    QVERIFY(file.open());
    file.write("https://example.org/%2f\nhttps://example.org/%2F\nhttps://example.org/a b\n");
    file.close();
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.openFiles({file.fileName()});
    auto *lines = dialog.findChild<QTableWidget *>(QStringLiteral("badLines"));
    QTRY_COMPARE(lines->rowCount(), 2);
    QVERIFY(lines->isVisible());
    QCOMPARE(lines->item(0, 0)->text(), QStringLiteral("2"));
    QCOMPARE(lines->item(0, 1)->text(), QStringLiteral("https://example.org/%2F"));
    QVERIFY(lines->item(0, 2)->text().contains(QStringLiteral("https://example.org/%2f")));
    QVERIFY(lines->item(1, 2)->text().contains(QStringLiteral("https://example.org/a%20b")));
}

void TestAddAddressesDialog::acceptsOnlyWithAddresses()
{
    AddAddressesDialog dialog({});
    dialog.show();
    dialog.accept();
    QVERIFY(dialog.isVisible());
    QCOMPARE(dialog.result(), int(QDialog::Rejected));
}

void TestAddAddressesDialog::saysWhyThereIsNothingToAdd_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("one that is there")
        << QStringLiteral("https://example.org/a") << QStringLiteral("this address is already in the list");
    QTest::newRow("all are there") << QStringLiteral("https://example.org/a\nhttps://example.org/b")
                                   << QStringLiteral("these 2 addresses are already in the list");
    QTest::newRow("no address") << QStringLiteral("# a comment") << QStringLiteral("no address was found");
}

void TestAddAddressesDialog::saysWhyThereIsNothingToAdd()
{
    QFETCH(QString, text);
    QFETCH(QString, reason);
    AddressBlockBuilder builder;
    builder.add("https://example.org/a");
    builder.add("https://example.org/b");
    AddressList existing;
    existing.append(std::move(builder).build());
    AddAddressesDialog dialog(existing);
    dialog.show();
    dialog.setText(text);
    const QList<QPushButton *> buttons = dialog.findChildren<QPushButton *>();
    const auto add = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton *each) {
        return each->text().remove(u'&') == u"Add";
    });
    QVERIFY(add != buttons.end());
    QTRY_VERIFY(!(*add)->isEnabled());
    const QList<QLabel *> labels = dialog.findChildren<QLabel *>();
    const auto says = [&labels](const QString &words) {
        return std::any_of(labels.begin(), labels.end(), [&words](const QLabel *label) {
            return label->isVisible() && label->text().contains(words);
        });
    };
    QTRY_VERIFY(says(reason.isEmpty() ? QStringLiteral("0 found") : reason));
    QVERIFY(reason.isEmpty() || (*add)->toolTip().contains(reason));
}

QTEST_MAIN(TestAddAddressesDialog)
#include "tst_addaddressesdialog.moc"
