// SPDX-License-Identifier: GPL-3.0-or-later
// Pastes, drops and projects that come while others are still on their way.
#include "core/net/networksetup.h"
#include "ui/session/addressintake.h"
#include "ui/session/sessionproject.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using Phase = CrawlSession::Phase;

class TestAddressIntake final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_session = std::make_unique<CrawlSession>(Autosave(m_folder->filePath(u"autosave"_qs)));
        m_intake = std::make_unique<AddressIntake>(*m_session);
        m_added.clear();
        connect(m_intake.get(), &AddressIntake::taken, this,
                [this](const AddressScan::Findings &, int added) { m_added.append(added); });
    }

    void cleanup()
    {
        m_intake.reset();
        m_session.reset();
    }

    void badLinesDoNotPileUp()
    {
        const QString text = u"http://a.example/\nhttp://\nhttp://[\nhttp://\n"_qs;
        m_intake->takeText(text);
        m_intake->takeText(text);
        m_intake->takeText(text + u"http://\nhttp://b.example/\n"_qs);
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_added, (QList<int>{4, 0, 2}));
    }

    void eachPasteKnowsThoseBefore()
    {
        m_intake->takeText(textOf("first", 5000));
        m_intake->takeText(textOf("first", 5001));
        m_intake->takeText(textOf("second", 3));
        QVERIFY(m_intake->isBusy());
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_added, (QList<int>{5000, 1, 3}));
        QCOMPARE(m_session->addresses().size(), 5004);
    }

    void aPasteGoesIntoTheProjectThatIsBeingOpened()
    {
        const QString path = project(u"a"_qs, 3);
        m_intake->afterwards([this, path] { m_session->openProject(path); });
        m_intake->takeText(textOf("more", 2));
        QVERIFY(m_intake->isBusy());
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_session->addresses().size(), 5);
        QCOMPARE(m_session->project()->path(), path);
    }

    void aProjectThatCannotBeOpenedHoldsNothingUp()
    {
        const QSignalSpy failed(m_session.get(), &CrawlSession::openFailed);
        m_intake->afterwards([this] { m_session->openProject(m_folder->filePath(u"none"_qs)); });
        m_intake->takeText(textOf("more", 2));
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(failed.size(), 1);
        QCOMPARE(m_session->addresses().size(), 2);
    }

    void theLastOneOpenedStands()
    {
        const QString first = project(u"a"_qs, 3);
        const QString second = project(u"b"_qs, 4);
        m_intake->afterwards([this, first] { m_session->openProject(first); });
        m_intake->afterwards([this, second] { m_session->openProject(second); });
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_session->project()->path(), second);
        QCOMPARE(m_session->addresses().size(), 4);
    }

    /// Nobody waits for the first one then.
    void theLastOneAskedForAtOnceStands()
    {
        const QString first = project(u"a"_qs, 3);
        const QString second = project(u"b"_qs, 4);
        const QSignalSpy opened(m_session.get(), &CrawlSession::projectOpened);
        m_session->openProject(first);
        m_session->openProject(second);
        QTRY_COMPARE(m_session->addresses().size(), 4);
        QTRY_VERIFY(!m_session->isOpening());
        QCOMPARE(m_session->project()->path(), second);
        QCOMPARE(opened.size(), 1);
    }

    /// What comes while the list is set aside goes into the next one, not into both.
    void aListIsSetAsideInItsTurn()
    {
        m_intake->takeText(textOf("first", 5000));
        m_intake->afterwards([this] { m_session->clear(); });
        m_intake->takeText(textOf("first", 10));
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_added, (QList<int>{5000, 10}));
        QCOMPARE(m_session->addresses().size(), 10);
    }

    /// What is asked for next by what is told comes after what waits already.
    void whatAnAnswerAsksForComesLast()
    {
        bool asked = false;
        connect(m_intake.get(), &AddressIntake::taken, this, [this, &asked] {
            if (!std::exchange(asked, true))
                m_intake->takeText(textOf("third", 7));
        });
        m_intake->takeText(textOf("first", 2));
        m_intake->takeText(textOf("second", 3));
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_added, (QList<int>{2, 3, 7}));
    }

    /// Somebody is asked about it.
    void whileItIsHeldTheListStays()
    {
        m_intake->takeText(textOf("first", 3));
        QTRY_VERIFY(!m_intake->isBusy());
        const QString path = project(u"a"_qs, 4);
        m_intake->takeText(textOf("second", 20));
        m_intake->setHeld(true);
        m_intake->takeText(textOf("third", 5));
        m_intake->afterwards([this, path] { m_session->openProject(path); });
        AddressScan later;
        const QSignalSpy scanned(&later, &AddressScan::finished);
        later.scanText(textOf("later", 50'000));
        QTRY_COMPARE(scanned.size(), 1);
        QCOMPARE(m_session->addresses().size(), 3);
        QVERIFY(m_intake->isBusy());
        m_intake->setHeld(false);
        QCOMPARE(m_session->addresses().size(), 3); // until whoever was asked has acted
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_added, (QList<int>{3, 20, 5}));
        QCOMPARE(m_session->project()->path(), path);
    }

    void whatIsReadGoesIntoTheListThatIsBroughtBack()
    {
        m_intake->takeText(textOf("first", 5000));
        QTRY_VERIFY(!m_intake->isBusy());
        m_intake->afterwards([this] { m_session->clear(); });
        m_intake->takeText(textOf("first", 5003));
        m_intake->beforeReading([this] { m_session->restore(); });
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_added, (QList<int>{5000, 3}));
        QCOMPARE(m_session->addresses().size(), 5003);
        m_intake->beforeReading([this] { m_session->clear(); });
        QCOMPARE(m_session->phase(), Phase::Empty);
    }

    /// Where nobody waited for what is read before a project was opened.
    void nothingIsBroughtBackWhileAProjectIsOpened()
    {
        const QString path = project(u"a"_qs, 4);
        m_intake->takeText(textOf("first", 5000));
        m_session->openProject(path);
        int calls = 0;
        m_intake->beforeReading([&calls] { ++calls; });
        QVERIFY(m_session->isOpening());
        QCOMPARE(calls, 0);
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(calls, 1);
        QCOMPARE(m_session->addresses().size(), 5004);
    }

    void aProjectIsNoList()
    {
        m_intake->takeText(textOf("first", 3));
        QTRY_VERIFY(!m_intake->isBusy() && m_session->isSettled());
        QString said;
        connect(m_intake.get(), &AddressIntake::taken, this,
                [&said](const AddressScan::Findings &findings) { said = findings.error; });
        m_intake->takeFiles({m_session->project()->path()});
        QTRY_VERIFY(!m_intake->isBusy());
        QVERIFY2(said.contains(u"is a project, not a list"_qs), qPrintable(said));
        QCOMPARE(m_session->addresses().size(), 3);
    }

    void itIsBusyWhileAProjectIsOpened()
    {
        m_session->openProject(project(u"a"_qs, 4));
        QVERIFY(m_intake->isBusy());
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_session->addresses().size(), 4);
    }

    void anyOrderEndsAsIfOneCameAfterTheOther_data()
    {
        QTest::addColumn<quint32>("seed");
        const QByteArray given = qgetenv("TURNSTONE_SEED");
        for (quint32 i = 0; i < (given.isEmpty() ? 10U : 1U); ++i) {
            const quint32 seed = given.isEmpty() ? QRandomGenerator::global()->generate() : given.toUInt();
            QTest::addRow("seed %u", seed) << seed;
        }
    }

    void anyOrderEndsAsIfOneCameAfterTheOther()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        const QString projects[] = {project(u"a"_qs, 3), project(u"b"_qs, 40)};
        int expected = 0;
        for (int step = 0; step < 60; ++step) {
            switch (random.bounded(5)) {
            case 0:
            case 1: {
                const int count = random.bounded(1, 300);
                m_intake->takeText(textOf("step" + QByteArray::number(step), count));
                expected += count;
                break;
            }
            case 2: {
                const int which = random.bounded(2);
                // From the copy: what is pasted into it stays there.
                const QString path = m_folder->filePath(u"step %1.turnstone"_qs.arg(step));
                QVERIFY(QFile::copy(projects[which], path));
                m_intake->afterwards([this, path] { m_session->openProject(path); });
                expected = which == 0 ? 3 : 40;
                break;
            }
            case 3:
                m_intake->afterwards([this] { m_session->clear(); });
                expected = 0;
                break;
            default:
                QCoreApplication::processEvents();
            }
        }
        QTRY_VERIFY(!m_intake->isBusy());
        QCOMPARE(m_session->addresses().size(), expected);
        QCOMPARE(m_session->phase(), expected == 0 ? Phase::Empty : Phase::Ready);
    }

private:
    static QString textOf(const QByteArray &name, int count)
    {
        QByteArray text;
        for (int i = 0; i < count; ++i)
            text += "http://" + name + ".example/" + QByteArray::number(i) + '\n';
        return QString::fromUtf8(text);
    }

    /// A project of so many addresses.
    QString project(const QString &name, int count)
    {
        const QString path = m_folder->filePath(name + u".turnstone"_qs);
        CrawlSession session(Autosave(m_folder->filePath(u"autosave of it"_qs)));
        AddressIntake intake(session);
        intake.takeText(textOf(name.toUtf8(), count));
        [&session, &intake, &path] {
            QTRY_VERIFY(!intake.isBusy());
            const QSignalSpy saved(&session, &CrawlSession::projectSaved);
            session.saveProjectAs(path);
            QTRY_COMPARE(saved.size(), 1);
        }();
        return path;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CrawlSession> m_session;
    std::unique_ptr<AddressIntake> m_intake;
    QList<int> m_added;
};

int main(int argc, char *argv[])
{
    prepareNetwork();
    QCoreApplication application(argc, argv);
    TestAddressIntake test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_addressintake.moc"
