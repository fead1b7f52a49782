// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networkfactory.h"
#include "core/store/project.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/widgets/errorlabel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace turnstone;

class TestExportDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QVERIFY(m_folder.isValid());
        open({16'902, 311, 5}, m_folder.filePath(u"out.csv"_qs));
    }

    void theChoiceIsWhatWasClicked()
    {
        QCOMPARE(m_dialog->choice().rows, ExportChoice::Rows::Finished);
        QVERIFY(choice(u"16,902"_qs));
        QTest::mouseClick(choice(u"Selection"_qs), Qt::LeftButton);
        QTest::keyClick(m_dialog->findChild<QCheckBox *>(), Qt::Key_Space);
        QVERIFY(m_dialog->choice().writer.byteOrderMark);
        QTest::mouseClick(exportButton(), Qt::LeftButton);
        QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
        QCOMPARE(m_dialog->choice().rows, ExportChoice::Rows::Selection);
        QCOMPARE(m_dialog->choice().format, ExportFormat::Csv);
        QCOMPARE(m_dialog->choice().path, m_folder.filePath(u"out.csv"_qs));
    }

    void whatIsNeededIsKnownAtOnce()
    {
        QVERIFY(exportButton()->isEnabled());
        QFile list(path()->text());
        QVERIFY(list.open(QIODevice::WriteOnly));
        m_dialog->setNeeded({}, {path()->text()});
        QVERIFY(!exportButton()->isEnabled());
        QVERIFY(list.remove());
    }

    void theEndingFollowsTheFormat()
    {
        QTest::keyClick(m_dialog->findChild<QCheckBox *>(), Qt::Key_Space);
        QTest::mouseClick(choice(u"JSON"_qs), Qt::LeftButton);
        QCOMPARE(m_dialog->choice().format, ExportFormat::JsonLines);
        QCOMPARE(m_dialog->choice().path, m_folder.filePath(u"out.jsonl"_qs));
        QVERIFY(!m_dialog->choice().writer.byteOrderMark);
        QVERIFY(!m_dialog->findChild<QCheckBox *>()->isEnabled());
        path()->setText(m_folder.filePath(u"out.txt"_qs));
        QTest::mouseClick(choice(u"CSV"_qs), Qt::LeftButton);
        QVERIFY(m_dialog->choice().path.endsWith(u".txt"_qs)); // an own ending is respected
    }

    void aNameWithoutAnEndingGetsThatOfItsFormat()
    {
        path()->setText(m_folder.filePath(u"plain"_qs));
        QTest::mouseClick(choice(u"JSON"_qs), Qt::LeftButton);
        QCOMPARE(m_dialog->choice().path, m_folder.filePath(u"plain.jsonl"_qs));
    }

    void everyFormatHasItsEnding_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("ending");
        QTest::addColumn<ExportFormat>("format");
        QTest::newRow("excel") << u"Excel"_qs << u".xlsx"_qs << ExportFormat::Xlsx;
        QTest::newRow("html") << u"HTML"_qs << u".html"_qs << ExportFormat::Html;
        QTest::newRow("junit") << u"JUnit"_qs << u".xml"_qs << ExportFormat::JUnit;
        QTest::newRow("json") << u"JSON"_qs << u".jsonl"_qs << ExportFormat::JsonLines;
    }
    void everyFormatHasItsEnding()
    {
        QFETCH(QString, word);
        QFETCH(QString, ending);
        QFETCH(ExportFormat, format);
        QTest::mouseClick(choice(word), Qt::LeftButton);
        QCOMPARE(m_dialog->choice().format, format);
        QCOMPARE(m_dialog->choice().path, m_folder.filePath(u"out"_qs + ending));
        QTest::mouseClick(choice(u"CSV"_qs), Qt::LeftButton);
        QCOMPARE(m_dialog->choice().path, m_folder.filePath(u"out.csv"_qs));
        path()->selectAll();
        QTest::keyClicks(path(), m_folder.filePath(u"typed"_qs + ending));
        QCOMPARE(m_dialog->choice().format, format);
        QVERIFY(choice(word)->isChecked());
    }

    void badPathsAreNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("word");
        QTest::newRow("nothing") << u"  "_qs << u"name of a file"_qs;
        QTest::newRow("folder") << m_folder.path() << u"folder"_qs;
        QTest::newRow("no such folder") << m_folder.filePath(u"no/such/out.csv"_qs) << u"no folder"_qs;
    }
    void badPathsAreNamed()
    {
        QFETCH(QString, name);
        QFETCH(QString, word);
        path()->setText(name);
        auto *problem = m_dialog->findChild<ErrorLabel *>();
        QVERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(word), qPrintable(problem->text()));
        QVERIFY(!exportButton()->isEnabled());
        path()->setText(m_folder.filePath(u"fine.csv"_qs));
        QVERIFY(!problem->isVisible());
        QVERIFY(exportButton()->isEnabled());
    }

    void replacingIsSaidBefore()
    {
        QFile file(m_folder.filePath(u"there.csv"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        path()->setText(file.fileName());
        QVERIFY(hasLabel(u"will be replaced"_qs));
        QVERIFY(exportButton()->isEnabled());
        QCOMPARE(exportButton()->text(), u"Replace"_qs);
        path()->setText(m_folder.filePath(u"new.csv"_qs));
        QVERIFY(!hasLabel(u"will be replaced"_qs));
        QCOMPARE(exportButton()->text(), u"Export"_qs);
    }

    void whatCameMeanwhileIsAskedAbout()
    {
        path()->setText(m_folder.filePath(u"later.csv"_qs));
        QVERIFY(QFile(m_folder.filePath(u"later.csv"_qs)).open(QIODevice::WriteOnly));
        answerQuestion(u"Cancel"_qs);
        QTest::mouseClick(exportButton(), Qt::LeftButton);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(hasLabel(u"will be replaced"_qs));
        answerQuestion(u"Replace"_qs);
        QTest::mouseClick(exportButton(), Qt::LeftButton);
        QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
    }

    void noFileIsReplacedWithoutAQuestion()
    {
        QFile file(m_folder.filePath(u"typed.csv"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        path()->selectAll();
        QTest::keyClicks(path(), file.fileName());
        QString text;
        answerQuestion({}, &text); // Return alone
        QTest::keyClick(path(), Qt::Key_Return);
        QVERIFY2(text.contains(u"typed.csv"_qs), qPrintable(text));
        QVERIFY(m_dialog->isVisible());
        answerQuestion(u"Replace"_qs);
        QTest::keyClick(path(), Qt::Key_Return);
        QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
    }

    void aFileDialogHasAskedAlready()
    {
        QFile file(m_folder.filePath(u"chosen.csv"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTimer::singleShot(0, m_dialog.get(), [this, &file] {
            auto *files = m_dialog->findChild<QFileDialog *>();
            QVERIFY(files && !files->testOption(QFileDialog::DontConfirmOverwrite));
            files->selectFile(file.fileName());
            QTimer::singleShot(0, m_dialog.get(), [this] {
                auto *question = m_dialog->findChild<QMessageBox *>();
                QVERIFY(question);
                QTest::mouseClick(question->button(QMessageBox::Yes), Qt::LeftButton);
            });
            QTest::keyClick(files, Qt::Key_Return);
        });
        for (QPushButton *button : m_dialog->findChildren<QPushButton *>()) {
            if (button->text().contains(u"rowse"_qs))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(m_dialog->choice().path, file.fileName());
        QTest::mouseClick(exportButton(), Qt::LeftButton);
        QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
    }

    void noProjectIsReplaced_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("the one that is open") << u"open.turnstone"_qs;
        QTest::newRow("by a link") << u"link.csv"_qs;
        QTest::newRow("its log") << u"open.turnstone-wal"_qs;
        QTest::newRow("another") << u"other.turnstone"_qs;
    }
    void noProjectIsReplaced()
    {
        QFETCH(QString, name);
        QTemporaryDir folder;
        const QString project = folder.filePath(u"open.turnstone"_qs);
        const auto open = createProject(project);
        QVERIFY(open && createProject(folder.filePath(u"other.turnstone"_qs)));
        QVERIFY(QFile::link(project, folder.filePath(u"link.csv"_qs)));
        m_dialog->setNeeded(project, {});
        path()->setText(folder.filePath(name));
        auto *problem = m_dialog->findChild<ErrorLabel *>();
        QVERIFY2(problem->isVisible() && problem->text().contains(u"roject"_qs), qPrintable(problem->text()));
        QVERIFY(!exportButton()->isEnabled());
        path()->setText(folder.filePath(u"fine.csv"_qs));
        QVERIFY(exportButton()->isEnabled());
    }

    void nothingFinishedMeansNothingToExport()
    {
        open({0, 0, 0}, m_folder.filePath(u"out.csv"_qs));
        QVERIFY(!exportButton()->isEnabled());
        const auto labels = m_dialog->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().startsWith(u"Nothing is finished yet"_qs);
        }));
        open({5, 0, 0}, m_folder.filePath(u"out.jsonl"_qs));
        QVERIFY(!choice(u"view"_qs)->isEnabled());
        QCOMPARE(m_dialog->choice().format, ExportFormat::JsonLines);
    }

    void aboutSaysWhatABugReportNeeds()
    {
        AboutDialog about;
        about.show();
        const QList<QPushButton *> buttons = about.findChildren<QPushButton *>();
        const auto copy = std::find_if(buttons.begin(), buttons.end(),
                                       [](auto *button) { return button->text().contains(u"Copy"_qs); });
        QVERIFY(copy != buttons.end());
        QTest::mouseClick(*copy, Qt::LeftButton);
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.contains(QLatin1StringView(TURNSTONE_VERSION)));
        QVERIFY(text.contains(QLatin1StringView(qVersion())));
        QVERIFY(text.contains(u"libcurl "_qs + curlVersion()) && curlVersion().contains(u'.'));
        const QList<QLabel *> labels = about.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->text() == u"libcurl "_qs + curlVersion();
        }));
        QTest::keyClick(&about, Qt::Key_Escape);
        QVERIFY(!about.isVisible());
    }

private:
    void open(const ExportCounts &counts, const QString &suggestion)
    {
        m_dialog = std::make_unique<ExportDialog>(counts, suggestion);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    QRadioButton *choice(const QString &word) const
    {
        for (QRadioButton *button : m_dialog->findChildren<QRadioButton *>()) {
            if (QString(button->text()).remove(u'&').contains(word))
                return button;
        }
        return nullptr;
    }

    bool hasLabel(const QString &word) const
    {
        const QList<QLabel *> labels = m_dialog->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(word);
        });
    }

    /// Of the question that comes next: clicks this button, or presses Return.
    void answerQuestion(const QString &button, QString *text = nullptr)
    {
        QTimer::singleShot(0, m_dialog.get(), [this, button, text] {
            auto *question = m_dialog->findChild<QMessageBox *>();
            QVERIFY(question);
            if (text)
                *text = question->text();
            if (button.isEmpty())
                return QTest::keyClick(question, Qt::Key_Return);
            for (QAbstractButton *each : question->buttons()) {
                if (each->text().remove(u'&') == button)
                    QTest::mouseClick(each, Qt::LeftButton);
            }
        });
    }

    QLineEdit *path() const { return m_dialog->findChild<QLineEdit *>(); }
    QPushButton *exportButton() const
    {
        return m_dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<ExportDialog> m_dialog;
};

QTEST_MAIN(TestExportDialog)
#include "tst_exportdialog.moc"
