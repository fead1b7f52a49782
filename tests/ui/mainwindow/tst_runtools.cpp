// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "tests/ui/models/madeupproject.h"
#include "ui/dialogs/notedialog.h"
#include "ui/dialogs/projectdialog.h"
#include "ui/mainwindow/runtools.h"
#include "ui/panels/changesview.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/factgrid.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

using namespace turnstone;

/// Histories, notes, comparisons and clean-ups over a real project file.
class TestRunTools final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"usual.turnstone"_qs);
        test::makeUsualProject(m_path);
        m_session = std::make_unique<CrawlSession>(Autosave(m_folder->filePath(u"autosave"_qs)));
        m_window = std::make_unique<QWidget>();
        m_inspector = new InspectorPanel;
        m_tools = new RunTools(*m_session, *m_inspector, m_window.get());
        auto *layout = new QVBoxLayout(m_window.get());
        layout->addWidget(m_tools->changes());
        layout->addWidget(m_inspector);
        m_tools->changes()->hide();
        m_window->resize(1000, 700);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QVERIFY(!m_tools->cleanUpAction()->isEnabled());
        QSignalSpy opened(m_session.get(), &CrawlSession::projectOpened);
        m_session->openProject(m_path);
        QTRY_COMPARE(opened.size(), 1);
        QTRY_COMPARE(m_session->phase(), CrawlSession::Phase::Finished);
    }

    void cleanup()
    {
        m_window.reset();
        m_session.reset();
    }

    void showsTheHistoryOfAnAddress()
    {
        m_inspector->setCurrentTab(InspectorPanel::Tab::History);
        inspect(3);
        const auto historyTable = [this] {
            for (CalmTable *each : m_inspector->findChildren<CalmTable *>()) {
                if (each->isVisible())
                    return each;
            }
            return static_cast<CalmTable *>(nullptr);
        };
        QTRY_VERIFY(historyTable());
        QCOMPARE(historyTable()->model()->rowCount(), 2);
        QCOMPARE(historyTable()->model()->index(0, 2).data().toString(), u"Another title"_qs);
    }

    void comparesOnceItIsLookedAt()
    {
        QAbstractItemModel *model = m_tools->changes()->findChild<CalmTable *>()->model();
        QCOMPARE(model->rowCount(), 0);
        m_tools->changes()->show();
        QTRY_COMPARE(model->rowCount(), 6);
        const auto chosen = m_tools->changes()->runs();
        QVERIFY(chosen && chosen->first == 1 && chosen->second == 2);
        QSignalSpy selected(m_tools, &RunTools::rowSelected);
        m_tools->changes()->findChild<CalmTable *>()->selectRow(1);
        QCOMPARE(selected[0][0].value<RowId>(), RowId(3));
    }

    void anotherProjectComesWithItsAddresses()
    {
        QAbstractItemModel *model = m_tools->changes()->findChild<CalmTable *>()->model();
        m_tools->changes()->show();
        QTRY_COMPARE(model->rowCount(), 6);
        const QString other = m_folder->filePath(u"other.turnstone"_qs);
        test::makeUsualProject(other);
        m_session->openProject(other);
        QTRY_COMPARE(m_session->phase(), CrawlSession::Phase::Finished);
        QCOMPARE(m_session->project()->path(), other);
        QTRY_COMPARE(model->rowCount(), 6);
        for (int row = 0; row < 6; ++row)
            QVERIFY(!model->index(row, int(CompareColumn::Address)).data().toString().isEmpty());
    }

    void whatIsNoProjectLeavesTheChanges()
    {
        QAbstractItemModel *model = m_tools->changes()->findChild<CalmTable *>()->model();
        m_tools->changes()->show();
        QTRY_COMPARE(model->rowCount(), 6);
        QSignalSpy failed(m_session.get(), &CrawlSession::openFailed);
        m_session->openProject(m_folder->filePath(u"none.turnstone"_qs));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(model->rowCount(), 6);
        const QList<QLabel *> labels = m_tools->changes()->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const QLabel *label) { return label->text() == u"6 changed"; }));
    }

    void changesAreNotWrittenOverAProject()
    {
        m_tools->changes()->show();
        QTRY_VERIFY(m_tools->changes()->runs());
        const QString other = m_folder->filePath(u"other.turnstone"_qs);
        QVERIFY(createProject(other));
        QSignalSpy told(m_tools, &RunTools::notice);
        for (const QString &target : {m_path, other}) {
            told.clear();
            exportChangesTo(target);
            QCOMPARE(told.size(), 1);
            QVERIFY2(told[0][0].toString().contains(u"would be lost"_qs), qPrintable(told[0][0].toString()));
        }
        QVERIFY(openProject(other, OpenMode::Read));
    }

    void aNoteIsWrittenAndReadAgain()
    {
        inspect(3);
        answerNote(u"Ask Anna"_qs);
        m_tools->editNote(3);
        QTRY_COMPARE(shownNote(), u"Ask Anna"_qs);
        inspect(4);
        QTRY_COMPARE(shownNote(), QString());
        inspect(3);
        QTRY_COMPARE(shownNote(), u"Ask Anna"_qs);
        QTRY_COMPARE(noteInFile(3), u"Ask Anna"_qs);
        QCOMPARE(m_session->table()->rows().note(3).toByteArray(), QByteArray("Ask Anna"));
    }

    void aNoteIsUndoneAndDoneAgain()
    {
        inspect(3);
        for (const QString &note : {u"Ask Anna"_qs, u"Ask Ben"_qs, QString()}) {
            answerNote(note);
            m_tools->editNote(3);
            QTRY_COMPARE(noteInFile(3), note);
        }
        const auto isEverywhere = [this](const QString &note) {
            QTRY_COMPARE(noteInFile(3), note);
            QCOMPARE(shownNote(), note);
            QCOMPARE(m_session->table()->rows().note(3).toByteArray(), note.toUtf8());
        };
        QCOMPARE(m_session->changes().undoText(), u"removing a note"_qs);
        m_session->undo();
        isEverywhere(u"Ask Ben"_qs);
        QCOMPARE(m_session->changes().undoText(), u"changing a note"_qs);
        m_session->undo();
        isEverywhere(u"Ask Anna"_qs);
        QCOMPARE(m_session->changes().undoText(), u"adding a note"_qs);
        m_session->undo();
        isEverywhere({});
        QVERIFY(!m_session->changes().canUndo());
        m_session->redo();
        isEverywhere(u"Ask Anna"_qs);
    }

    void whoLeavesANoteByTabKeepsIt()
    {
        NoteDialog dialog(u"http://a.example/"_qs, u"Ask Anna"_qs);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QStringList order;
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            const auto *button = qobject_cast<QPushButton *>(QApplication::focusWidget());
            order << (button ? button->text().remove(u'&') : QString());
        }
        QCOMPARE(order, QStringList({u"Save"_qs, u"Cancel"_qs, u"Remove"_qs}));
    }

    void changesOfARunUnderWayAreCalledSo()
    {
        m_tools->changes()->show();
        QTRY_VERIFY(m_tools->changes()->runs());
        const auto says = [this](const QString &text) {
            const QList<QLabel *> labels = m_tools->changes()->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) {
                return label->isVisible() && label->text().contains(text);
            });
        };
        QTRY_VERIFY(says(u"changed"_qs));
        m_session->recheck({0});
        m_session->pause();
        QTRY_COMPARE(m_tools->changes()->runs()->second, 3);
        QTRY_VERIFY(says(u"is not finished yet"_qs));
        m_session->stop();
        QTRY_VERIFY(!says(u"is not finished yet"_qs));
        QVERIFY(!m_session->isActive());
    }

    void aNoteIsKeptWhereItsProjectIsSavedElsewhereMeanwhile()
    {
        const QString elsewhere = m_folder->filePath(u"elsewhere.turnstone"_qs);
        QSignalSpy saved(m_session.get(), &CrawlSession::projectSaved);
        answerNote(u"Ask Anna"_qs, [&] {
            m_session->saveProjectAs(elsewhere);
            QTRY_COMPARE(saved.size(), 1);
        });
        inspect(3);
        m_tools->editNote(3);
        QTRY_COMPARE(shownNote(), u"Ask Anna"_qs);
        QTRY_COMPARE(noteInFile(3, elsewhere), u"Ask Anna"_qs);
    }

    void aNoteIsKeptWhereItsProjectGetsItsFileMeanwhile()
    {
        m_session->clear();
        m_session->add(test::pageAddresses(4));
        QVERIFY(m_session->project()->path().isEmpty());
        answerNote(u"Ask Anna"_qs, [this] { QTRY_VERIFY(!m_session->project()->path().isEmpty()); });
        m_tools->editNote(3);
        QTRY_COMPARE(noteInFile(3, m_session->project()->path()), u"Ask Anna"_qs);
    }

    void aNoteIsNotWrittenIntoAnotherProject()
    {
        const QString other = m_folder->filePath(u"other.turnstone"_qs);
        test::makeUsualProject(other);
        QSignalSpy opened(m_session.get(), &CrawlSession::projectOpened);
        QSignalSpy warned(m_tools, &RunTools::warning);
        answerNote(u"Ask Anna"_qs, [&] {
            m_session->openProject(other);
            QTRY_COMPARE(opened.size(), 1);
        });
        m_tools->editNote(3);
        QTRY_COMPARE(warned.size(), 1);
        QVERIFY(m_session->table()->rows().note(3).isEmpty());
        m_session.reset(); // what waits is written
        QCOMPARE(noteInFile(3, other), QString());
        QCOMPARE(noteInFile(3), QString());
    }

    void notesAreInTheTableOfAProjectThatIsOpened()
    {
        answerNote(u"Ask Anna"_qs);
        m_tools->editNote(3);
        QTRY_COMPARE(noteInFile(3), u"Ask Anna"_qs);
        cleanup();
        CrawlSession session(Autosave(m_folder->filePath(u"autosave"_qs)));
        QSignalSpy opened(&session, &CrawlSession::projectOpened);
        session.openProject(m_path);
        QTRY_COMPARE(opened.size(), 1);
        const ResultRows &rows = session.table()->rows();
        QCOMPARE(rows.note(3).toByteArray(), QByteArray("Ask Anna"));
        QVERIFY(rows.note(4).isEmpty());
        QCOMPARE(rows.row(5).redirects, quint8(1));
    }

    void cleansUp()
    {
        m_tools->changes()->show();
        const QAbstractItemModel *changes = m_tools->changes()->findChild<CalmTable *>()->model();
        QTRY_COMPARE(changes->rowCount(), 6);
        QVERIFY(m_tools->cleanUpAction()->isEnabled());
        bool removed = false;
        QTimer::singleShot(0, this, [this, &removed] { pressThrough(removed); });
        m_tools->cleanUpAction()->trigger();
        QVERIFY(removed);
        const auto store = openProject(m_path, OpenMode::Read);
        QVERIFY(store);
        const auto runs = store.value()->runs();
        QVERIFY(runs);
        // Page 6 was found by the first run only: that stays.
        QCOMPARE(runs.value().size(), size_t(2));
        QVERIFY(runs.value().front().pruned);
        QCOMPARE(runs.value().front().results, 1);
        QTRY_VERIFY(changes->rowCount() != 6); // compared again, by what is left
    }

    void anotherListForgetsAll()
    {
        m_tools->changes()->show();
        QAbstractItemModel *model = m_tools->changes()->findChild<CalmTable *>()->model();
        QTRY_COMPARE(model->rowCount(), 6);
        m_session->clear();
        QCOMPARE(model->rowCount(), 0);
        QVERIFY(!m_tools->changes()->runs());
        QVERIFY(!m_tools->compareAction()->isEnabled());
    }

private:
    void inspect(RowId row)
    {
        m_inspector->showResult(m_session->addresses().text(row), row, test::page(row, u"x"_qs),
                                RowProgress::State::Waiting, 1);
    }

    QString shownNote() const { return m_inspector->findChild<FactGrid *>()->fact(u"note"_qs); }

    QString noteInFile(RowId row) const { return noteInFile(row, m_path); }

    static QString noteInFile(RowId row, const QString &path)
    {
        const auto store = openProject(path, OpenMode::Read);
        return store ? store.value()->note(row).value() : QString();
    }

    /// And says yes where it is asked whether to replace a file.
    void exportChangesTo(const QString &path)
    {
        QTimer::singleShot(0, m_window.get(), [this, path] {
            auto *dialog = m_window->findChild<QFileDialog *>();
            QVERIFY(dialog);
            QTimer::singleShot(0, dialog, [dialog] {
                if (auto *question = dialog->findChild<QMessageBox *>())
                    question->button(QMessageBox::Yes)->click();
            });
            dialog->selectFile(path);
            QTest::keyClick(dialog, Qt::Key_Return);
        });
        Q_EMIT m_tools->changes()->exportRequested();
    }

    /// Types into the question that comes next and saves it.
    void answerNote(const QString &text, const std::function<void()> &meanwhile = {})
    {
        QTimer::singleShot(0, this, [this, text, meanwhile] {
            QWidget *dialog = QApplication::activeModalWidget();
            auto *edit = dialog ? dialog->findChild<QPlainTextEdit *>() : nullptr;
            if (!edit)
                return answerNote(text, meanwhile);
            edit->setPlainText(text);
            if (meanwhile)
                meanwhile();
            QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
        });
    }

    /// Keeps the last run only, says yes, waits and closes: one step a time, by what is on the screen.
    void pressThrough(bool &removed)
    {
        QWidget *top = QApplication::activeModalWidget();
        auto *dialog = qobject_cast<ProjectDialog *>(top);
        QPushButton *press = nullptr;
        if (auto *question = qobject_cast<QMessageBox *>(top)) {
            for (QPushButton *each : question->findChildren<QPushButton *>())
                press = each->text() == u"Remove"_qs ? each : press;
            removed = true;
        } else if (dialog && removed && !dialog->isWorking()) {
            dialog->reject();
            return;
        } else if (dialog && !removed && dialog->findChild<QCheckBox *>()->isEnabled()) {
            dialog->findChild<QCheckBox *>()->setChecked(true);
            for (QPushButton *each : dialog->findChildren<QPushButton *>())
                press = each->text() == u"Clean up…"_qs ? each : press;
        }
        QTimer::singleShot(0, this, [this, &removed] { pressThrough(removed); });
        if (press)
            press->click();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<CrawlSession> m_session;
    std::unique_ptr<QWidget> m_window;
    InspectorPanel *m_inspector = nullptr;
    RunTools *m_tools = nullptr;
};

QTEST_MAIN(TestRunTools)
#include "tst_runtools.moc"
