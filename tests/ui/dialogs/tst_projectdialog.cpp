// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/projectwriter.h"
#include "tests/ui/models/madeupproject.h"
#include "ui/dialogs/notedialog.h"
#include "ui/dialogs/projectdialog.h"
#include "ui/models/storereader.h"
#include "ui/widgets/sharelist.h"

#include <QCheckBox>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace turnstone;

namespace {

QPushButton *button(const QWidget &widget, const QString &text)
{
    for (QPushButton *each : widget.findChildren<QPushButton *>()) {
        if (each->text() == text)
            return each;
    }
    return nullptr;
}

/// Presses a button of the question that comes next, and keeps what it said.
void answerNext(const QString &text, QString &said)
{
    QTimer::singleShot(0, qApp, [text, &said] {
        auto *question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
        if (!question)
            return answerNext(text, said);
        said = question->informativeText();
        for (QAbstractButton *each : question->buttons()) {
            if (each->text() == text)
                each->click();
        }
    });
}

} // namespace

class TestProjectDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"a.turnstone"_qs);
        std::vector<std::vector<FetchResult>> runs;
        for (int run = 0; run < 4; ++run) {
            std::vector<FetchResult> results;
            for (RowId row = 0; row < 500; ++row)
                results.push_back(test::page(row, u"Run %1 of page %2"_qs.arg(run).arg(row)));
            runs.push_back(results);
        }
        test::makeProject(m_path, test::pageAddresses(500), runs);
        m_writer = std::make_unique<ProjectWriter>();
        QVERIFY(m_writer->open(m_path));
        m_reader.setPath(m_path);
    }

    void cleanup()
    {
        m_dialog.reset();
        m_reader.setPath({});
        m_writer.reset();
    }

    void showsWhatTakesRoom()
    {
        open();
        QTRY_VERIFY(m_dialog->findChild<ShareList *>()->shares().size() >= 3);
        QCOMPARE(table()->model()->rowCount(), 4);
        QVERIFY(table()->model()->index(0, 0).data().toString().startsWith(u"Run 4, "_qs));
        QVERIFY(table()->model()->index(0, 1).data().toString().contains(u"500 results"_qs));
        QVERIFY(!bodies()->isEnabled());
        QVERIFY(keep()->isEnabled());
    }

    void removesOldRunsAfterAQuestion()
    {
        open();
        QTRY_VERIFY(keep()->isEnabled());
        QSpinBox *count = m_dialog->findChild<QSpinBox *>();
        QString said;
        count->setValue(2);
        count->setValue(3);
        answerNext(u"Cancel"_qs, said);
        QTest::mouseClick(button(*m_dialog, u"Clean up…"_qs), Qt::LeftButton);
        QVERIFY2(said.contains(u"the oldest run"_qs), qPrintable(said));
        count->setValue(2);
        QVERIFY(keep()->isChecked());
        QVERIFY(hasLabel(u"frees up to"_qs));
        answerNext(u"Cancel"_qs, said);
        QTest::mouseClick(button(*m_dialog, u"Clean up…"_qs), Qt::LeftButton);
        QVERIFY(said.contains(u"cannot be undone"_qs) && said.contains(u"2 oldest runs"_qs));
        QVERIFY(!m_dialog->isWorking());
        QSignalSpy done(m_dialog.get(), &ProjectDialog::cleanedUp);
        answerNext(u"Remove"_qs, said);
        QTest::mouseClick(button(*m_dialog, u"Clean up…"_qs), Qt::LeftButton);
        QVERIFY(m_dialog->isWorking());
        QVERIFY(done.wait());
        QTRY_COMPARE(table()->model()->rowCount(), 2);
        QVERIFY(!m_dialog->isWorking());
        QVERIFY(!keep()->isChecked());
    }

    void cannotBeClosedWhileItWorksButCancelled()
    {
        std::function<void(const Outcome &)> finish;
        ProjectDialog::Action action;
        open([&](ProjectDialog::Action asked, std::function<void(const Outcome &)> done) {
            action = std::move(asked);
            finish = std::move(done);
        });
        QTRY_VERIFY(keep()->isEnabled());
        keep()->setChecked(true);
        QString said;
        answerNext(u"Remove"_qs, said);
        QTest::mouseClick(button(*m_dialog, u"Clean up…"_qs), Qt::LeftButton);
        QVERIFY(m_dialog->isWorking());
        QVERIFY(!button(*m_dialog, u"Close"_qs)->isEnabled());
        QVERIFY(!keep()->isEnabled());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!button(*m_dialog, u"Cancel"_qs)->isEnabled()); // it is being cancelled
        finish(Error{Error::Code::Cancelled, {}});
        QVERIFY(!m_dialog->isWorking());
        QTRY_COMPARE(table()->model()->rowCount(), 4);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        finish(success()); // too late: nobody is there
    }

    void saysWhyNothingCanGo()
    {
        open({}, u"Stop the crawl to clean up."_qs);
        QTRY_COMPARE(table()->model()->rowCount(), 4);
        QVERIFY(!keep()->isEnabled());
        QVERIFY(hasLabel(u"Stop the crawl to clean up."_qs));
    }

    void showsWhatFailed()
    {
        open([](const ProjectDialog::Action &, const std::function<void(const Outcome &)> &done) {
            done(Error{Error::Code::DiskFull, u"The disk is full."_qs});
        });
        QTRY_VERIFY(keep()->isEnabled());
        keep()->setChecked(true);
        QString said;
        answerNext(u"Remove"_qs, said);
        QTest::mouseClick(button(*m_dialog, u"Clean up…"_qs), Qt::LeftButton);
        QVERIFY(hasLabel(u"The disk is full."_qs));
    }

    void notesAreTrimmedSavedAndRemoved()
    {
        NoteDialog dialog(u"http://a.example/"_qs, u"Old"_qs);
        dialog.show();
        auto *edit = dialog.findChild<QPlainTextEdit *>();
        QTest::keyClicks(edit, u" and new "_qs);
        QTest::keyClick(edit, Qt::Key_Return);
        QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        QCOMPARE(dialog.note(), u"Old and new"_qs);
        NoteDialog another(u"http://a.example/"_qs, u"Old"_qs);
        QTest::mouseClick(button(another, u"Remove"_qs), Qt::LeftButton);
        QCOMPARE(another.result(), int(QDialog::Accepted));
        QCOMPARE(another.note(), QString());
        QVERIFY(!button(NoteDialog(u"http://a.example/"_qs, {}), u"Remove"_qs));
    }

private:
    using Write = std::function<void(ProjectDialog::Action, std::function<void(const Outcome &)>)>;

    void open()
    {
        open([this](ProjectDialog::Action action, std::function<void(const Outcome &)> done) {
            m_writer->run(std::move(action), std::move(done));
        });
    }
    void open(Write write, const QString &whyNot = {})
    {
        m_dialog =
            std::make_unique<ProjectDialog>(ProjectDialog::Access{&m_reader, std::move(write), whyNot});
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    QTableView *table() const { return m_dialog->findChild<QTableView *>(); }
    QCheckBox *keep() const { return m_dialog->findChildren<QCheckBox *>()[0]; }
    QCheckBox *bodies() const { return m_dialog->findChildren<QCheckBox *>()[1]; }
    bool hasLabel(const QString &beginning) const
    {
        const QList<QLabel *> labels = m_dialog->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&beginning](const QLabel *label) {
            return label->isVisible() && label->text().startsWith(beginning);
        });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<ProjectWriter> m_writer;
    StoreReader m_reader;
    std::unique_ptr<ProjectDialog> m_dialog;
};

QTEST_MAIN(TestProjectDialog)
#include "tst_projectdialog.moc"
