// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/limitspages.h"
#include "ui/dialogs/networkpage.h"
#include "ui/dialogs/requestpage.h"
#include "ui/dialogs/secretsdialog.h"
#include "ui/dialogs/settingsdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>

#include <algorithm>

using namespace turnstone;
using namespace std::chrono_literals;

class TestSettingsDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open({}, false); }

    void givesBackWhatItWasGiven()
    {
        CrawlSettings given;
        given.limits = {100, 30, 5.25, 250ms, 20s, 3s, 7, 1s, 90s, 5'000'000'000, 3, 45500ms, 64'000'001};
        given.request = {"PROPFIND", {{"Accept", "a"}, {"X-B", "b: c"}}, QByteArray("\xff\0\x01", 3), true};
        given.userAgent = "Me/1.0";
        given.proxy = QUrl(u"socks5://127.0.0.1:1080"_qs);
        given.keepSecrets = true;
        given.insecure = given.forbidPrivate = given.cookies = given.failFast = given.keepHeaders = true;
        given.http2 = Http2::On;
        given.keepBodyBytes = 12'300;
        open(given, false);
        const CrawlSettings back = m_dialog->settings();
        QCOMPARE(back.limits, given.limits);
        QCOMPARE(back.request.method, given.request.method);
        QCOMPARE(back.request.headers, given.request.headers);
        QCOMPARE(back.request.body, given.request.body); // bytes that are no text survive
        QCOMPARE(back.userAgent, given.userAgent);
        QCOMPARE(back.proxy, given.proxy);
        QVERIFY(back.insecure && back.forbidPrivate && back.cookies && back.failFast && back.keepHeaders);
        QVERIFY(back.keepSecrets);
        QCOMPARE(back.http2, Http2::On);
        QCOMPARE(back.keepBodyBytes, qint64(12'300));
    }

    void patienceAndMemoryHaveTheirFields()
    {
        auto *patience = field<QDoubleSpinBox>(page<TimePage>(), u"Wait for a host"_qs);
        QCOMPARE(patience->value(), 300.0);
        patience->setValue(0);
        QCOMPARE(patience->text(), u"not at all"_qs);
        QCOMPARE(m_dialog->settings().limits.hostPatience, 0ms);
        patience->setValue(1.5);
        QCOMPARE(m_dialog->settings().limits.hostPatience, 1500ms);
        auto *memory = field<QSpinBox>(page<SpeedPage>(), u"Memory"_qs);
        QCOMPARE(memory->value(), 512);
        memory->setValue(1);
        QCOMPARE(m_dialog->settings().limits.memoryBytes, qint64(16'000'000));
        memory->setValue(2'000);
        QCOMPARE(m_dialog->settings().limits.memoryBytes, qint64(2'000'000'000));
    }

    void privateNetworksAreForbiddenByATick()
    {
        const QList<QCheckBox *> boxes = page<NetworkPage>()->findChildren<QCheckBox *>();
        const auto box = std::find_if(boxes.begin(), boxes.end(), [](const QCheckBox *each) {
            return each->text().remove(u'&') == u"Forbid private networks";
        });
        QVERIFY(box != boxes.end());
        QVERIFY(!m_dialog->settings().forbidPrivate);
        (*box)->setChecked(true);
        QVERIFY(m_dialog->settings().forbidPrivate);
    }

    void groupsAreReachedByKeys()
    {
        auto *list = m_dialog->findChild<QListWidget *>();
        list->setFocus();
        QVERIFY(page<SpeedPage>()->isVisible());
        QTest::keyClick(list, Qt::Key_Down);
        QVERIFY(page<TimePage>()->isVisible());
        QTest::keyClick(list, Qt::Key_End);
        QCOMPARE(list->currentItem()->text(), u"Appearance"_qs);
    }

    void numbersStayInTheirRange()
    {
        auto *concurrency = field<QSpinBox>(page<SpeedPage>(), u"Requests at once"_qs);
        concurrency->setFocus();
        concurrency->selectAll();
        QTest::keyClicks(concurrency, u"99999"_qs); // the last 9 does not fit
        QTest::keyClick(concurrency, Qt::Key_Tab);
        QCOMPARE(m_dialog->settings().limits.concurrency, 9'999);
        concurrency->setFocus();
        concurrency->selectAll();
        QTest::keyClicks(concurrency, u"0"_qs);
        QTest::keyClick(concurrency, Qt::Key_Tab);
        QCOMPARE(m_dialog->settings().limits.concurrency, 1);
    }

    void aMistakeIsNamedAndKeepsTheDialogOpen()
    {
        auto *request = page<RequestPage>();
        auto *headers = field<QPlainTextEdit>(request, u"Header fields"_qs);
        headers->setPlainText(u"Accept: text/html\nnonsense"_qs);
        QVERIFY(request->error(headers).contains(u"nonsense"_qs));
        QTest::mouseClick(button(QDialogButtonBox::Save), Qt::LeftButton);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(request->isVisible()); // the page with the mistake is shown
        headers->setPlainText(u"Accept: text/html"_qs);
        QVERIFY(request->error(headers).isEmpty());
        QTest::mouseClick(button(QDialogButtonBox::Save), Qt::LeftButton);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
        QCOMPARE(m_dialog->settings().request.headers, (HeaderList{{"Accept", "text/html"}}));
    }

    void aProxyMustBeOne()
    {
        auto *network = page<NetworkPage>();
        auto *address = field<QLineEdit>(network, u"Proxy address"_qs);
        QVERIFY(!address->isEnabled());
        field<QComboBox>(network, u"Proxy"_qs)->setCurrentIndex(2);
        QVERIFY(address->isEnabled());
        QVERIFY(!network->error(address).isEmpty()); // nothing entered yet
        address->setText(u"ftp://x"_qs);
        QVERIFY(network->error(address).contains(u"ftp"_qs));
        address->setText(u"127.0.0.1:3128"_qs);
        QVERIFY(network->error(address).isEmpty());
        QCOMPARE(m_dialog->settings().proxy, QUrl(u"http://127.0.0.1:3128"_qs));
        field<QComboBox>(network, u"Proxy"_qs)->setCurrentIndex(1);
        QVERIFY(m_dialog->settings().proxy.isEmpty());
        QVERIFY(m_dialog->settings().systemProxy);
    }

    void thePasswordOfAProxyIsKeptAndNotShown()
    {
        CrawlSettings given;
        given.proxy = QUrl(u"http://me:hush@127.0.0.1:3128"_qs);
        open(given, false);
        auto *address = field<QLineEdit>(page<NetworkPage>(), u"Proxy address"_qs);
        QVERIFY(!address->text().contains(u"hush"_qs));
        QCOMPARE(m_dialog->settings().proxy, given.proxy);
        address->setText(u"http://me:other@127.0.0.1:3128"_qs);
        QCOMPARE(m_dialog->settings().proxy.password(), u"other"_qs);
        address->setText(u"http://you@127.0.0.1:3128"_qs);
        QCOMPARE(m_dialog->settings().proxy.password(), QString());
    }

    void secretsAreKeptOnRequest()
    {
        QVERIFY(!m_dialog->settings().keepSecrets);
        const QList<QCheckBox *> boxes = page<EvidencePage>()->findChildren<QCheckBox *>();
        const auto box = std::find_if(boxes.begin(), boxes.end(), [](const QCheckBox *each) {
            return each->text().remove(u'&') == u"Keep secrets in the project";
        });
        QVERIFY(box != boxes.end() && !(*box)->isChecked());
        (*box)->setChecked(true);
        const CrawlSettings chosen = m_dialog->settings();
        QVERIFY(chosen.keepSecrets && !chosen.storeBodies);
        open(chosen, false);
        QVERIFY(m_dialog->settings().keepSecrets);
    }

    void asksForEachSecretOnce()
    {
        AddressBlockBuilder builder;
        builder.add("http://u:***@a.example/1");
        builder.add("http://u:***@a.example/2");
        builder.add("http://***@b.example/");
        builder.add("http://u:***@c.example/", {"", {{"X-Key", "***"}, {"Accept", "*/*"}}, "", false});
        builder.add("http://d.example/");
        AddressList list;
        list.append(std::move(builder).build());
        HeaderList headers{{"Accept", "*/*"}, {"Authorization", "Bearer ***"}, {"Cookie", "***"}};
        const SecretQuestions questions(headers, list, {0, 1, 2, 3});
        QStringList asked;
        for (const SecretQuestions::Question &question : questions.all())
            asked << question.what + u' ' + QString::number(question.rows);
        QCOMPARE(asked,
                 (QStringList{u"Authorization: Bearer 0"_qs, u"Cookie 0"_qs, u"u at a.example 2"_qs,
                              u"at b.example 1"_qs, u"u at c.example 1"_qs, u"X-Key at c.example 1"_qs}));

        SecretsDialog dialog(questions);
        dialog.show();
        const QList<QLineEdit *> fields = dialog.findChildren<QLineEdit *>();
        auto *ok = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        QCOMPARE(fields.size(), 6);
        for (int i = 0; i < 6; ++i) {
            QCOMPARE(fields[i]->echoMode(), QLineEdit::Password);
            QVERIFY(!ok->isEnabled());
            fields[i]->setText(i == 4 ? u"***"_qs : u"s@%1"_qs.arg(i));
        }
        QVERIFY(!ok->isEnabled()); // stars are none
        fields[4]->setText(u"s@4"_qs);
        QVERIFY(ok->isEnabled());

        questions.answer(dialog.answers(), headers, list);
        QCOMPARE(headers,
                 (HeaderList{{"Accept", "*/*"}, {"Authorization", "Bearer s@0"}, {"Cookie", "s@1"}}));
        QCOMPARE(list.text(0), u"http://u:s%402@a.example/1"_qs);
        QCOMPARE(list.text(1), u"http://u:s%402@a.example/2"_qs);
        QCOMPARE(list.text(2), u"http://s%403@b.example/"_qs);
        QCOMPARE(list.text(3), u"http://u:s%404@c.example/"_qs);
        QCOMPARE(list.request(3)->headers, (HeaderList{{"X-Key", "s@5"}, {"Accept", "*/*"}}));
        QCOMPARE(list.text(4), u"http://d.example/"_qs);
        QVERIFY(!list.request(0) && !list.request(4));
    }

    void asksOnlyForWhatIsWanted()
    {
        AddressBlockBuilder builder;
        builder.add("http://u:***@a.example/1");
        builder.add("http://u:***@a.example/2");
        builder.add("http://u:***@c.example/");
        AddressList list;
        list.append(std::move(builder).build());
        HeaderList headers;
        QVERIFY(SecretQuestions(headers, list, {0, 1, 2}, {7}).isEmpty());
        const SecretQuestions questions(headers, list, {0, 1, 2}, {1, 7});
        QCOMPARE(questions.all().size(), size_t(1));
        QCOMPARE(questions.all().front().what, u"u at a.example"_qs);
        QCOMPARE(questions.all().front().rows, 2); // whoever has the same gets it, too
        questions.answer({u"s"_qs}, headers, list);
        QCOMPARE(list.text(0), u"http://u:s@a.example/1"_qs);
        QCOMPARE(list.text(1), u"http://u:s@a.example/2"_qs);
        QCOMPARE(list.text(2), u"http://u:***@c.example/"_qs);
    }

    void aSchemeMayBeGivenAgain()
    {
        HeaderList headers{{"Authorization", "Bearer ***"}};
        AddressList list;
        SecretQuestions(headers, list, {}).answer({u"Bearer s"_qs}, headers, list);
        QCOMPARE(headers.first().second, QByteArray("Bearer s"));
    }

    void timesThatContradictEachOtherAreNamed()
    {
        auto *time = page<TimePage>();
        auto *connectTime = field<QDoubleSpinBox>(time, u"Connect"_qs);
        connectTime->setValue(99);
        QVERIFY(!time->error(connectTime).isEmpty());
        field<QDoubleSpinBox>(time, u"Total time"_qs)->setValue(100);
        QVERIFY(time->error(connectTime).isEmpty());
    }

    void limitsFollowWhileACrawlRuns()
    {
        open({}, true);
        QVERIFY(page<SpeedPage>()->note().contains(u"at once"_qs));
        QVERIFY(page<NetworkPage>()->note().contains(u"next start"_qs));
        QSignalSpy limits(m_dialog.get(), &SettingsDialog::limitsChanged);
        auto *perHost = field<QSpinBox>(page<SpeedPage>(), u"At once per host"_qs);
        perHost->setFocus();
        perHost->selectAll();
        QTest::keyClicks(perHost, u"30"_qs);
        QCOMPARE(limits.size(), 0); // not while it is being typed
        QTest::keyClick(perHost, Qt::Key_Tab);
        QCOMPARE(limits.size(), 1);
        QCOMPARE(limits[0][0].value<CrawlLimits>().perHost, 30);
        field<QComboBox>(page<NetworkPage>(), u"HTTP/2"_qs)->setCurrentIndex(2);
        QCOMPARE(limits.size(), 1); // no limit
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QCOMPARE(limits.size(), 2);
        QCOMPARE(limits[1][0].value<CrawlLimits>(), CrawlLimits());
    }

    void thoseOfARunAreCalledSo()
    {
        QVERIFY(!m_dialog->findChild<QPushButton *>(u"own"_qs));
        open({}, true);
        m_dialog->showAsOfRun();
        auto *own = m_dialog->findChild<QPushButton *>(u"own"_qs);
        QVERIFY(own && m_dialog->findChild<QLabel *>(u"whose"_qs)->text().contains(u"of the run"_qs));
        QSignalSpy wanted(m_dialog.get(), &SettingsDialog::ownSettingsWanted);
        QSignalSpy limits(m_dialog.get(), &SettingsDialog::limitsChanged);
        field<QSpinBox>(page<SpeedPage>(), u"At once per host"_qs)->setValue(30);
        QTest::mouseClick(own, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(m_dialog->result(), int(QDialog::Rejected));
        QVERIFY(!limits.isEmpty()); // they are as they were
        QCOMPARE(limits.back()[0].value<CrawlLimits>(), CrawlLimits());
    }

    void nothingFollowsWhileNoneRuns()
    {
        QSignalSpy limits(m_dialog.get(), &SettingsDialog::limitsChanged);
        field<QSpinBox>(page<SpeedPage>(), u"At once per host"_qs)->setValue(30);
        QCOMPARE(limits.size(), 0);
        QVERIFY(page<SpeedPage>()->note().isEmpty());
    }

    void defaultsComeBack()
    {
        CrawlSettings odd;
        odd.limits.concurrency = 999;
        odd.userAgent = "Odd";
        odd.cookies = true;
        open(odd, false, Appearance::Dark);
        QCOMPARE(m_dialog->appearance(), Appearance::Dark);
        QTest::mouseClick(button(QDialogButtonBox::RestoreDefaults), Qt::LeftButton);
        QCOMPARE(m_dialog->settings().limits, CrawlLimits());
        QCOMPARE(m_dialog->settings().userAgent, CrawlSettings().userAgent);
        QVERIFY(!m_dialog->settings().cookies);
        QVERIFY(m_dialog->settings().keepHeaders);
        QCOMPARE(m_dialog->appearance(), Appearance::System);
    }

    void defaultsHoldAtOnceWhileACrawlRuns()
    {
        CrawlSettings odd;
        odd.limits.concurrency = 999;
        open(odd, true);
        QSignalSpy limits(m_dialog.get(), &SettingsDialog::limitsChanged);
        QTest::mouseClick(button(QDialogButtonBox::RestoreDefaults), Qt::LeftButton);
        QCOMPARE(limits.size(), 1);
        QCOMPARE(limits[0][0].value<CrawlLimits>(), CrawlLimits());
    }

    void aFieldThatIsTypedInIsSilentWhenTheDialogGoes()
    {
        open({}, true);
        QSignalSpy limits(m_dialog.get(), &SettingsDialog::limitsChanged);
        auto *perHost = field<QSpinBox>(page<SpeedPage>(), u"At once per host"_qs);
        perHost->setFocus();
        perHost->selectAll();
        QTest::keyClicks(perHost, u"30"_qs);
        m_dialog.reset();
        QCOMPARE(limits.size(), 0);
    }

    void ctrlTabTurnsThePages()
    {
        auto *groups = m_dialog->findChild<QListWidget *>();
        auto *pages = m_dialog->findChild<QStackedWidget *>();
        const auto press = [this](Qt::KeyboardModifiers also = {}) {
            // A keyboard sends Backtab where Shift is held.
            QTest::keyClick(m_dialog->focusWidget(), also ? Qt::Key_Backtab : Qt::Key_Tab,
                            Qt::ControlModifier | also);
        };
        QCOMPARE(groups->currentRow(), 0);
        press();
        QCOMPARE(groups->currentRow(), 1);
        QCOMPARE(pages->currentIndex(), 1);
        press(Qt::ShiftModifier);
        press(Qt::ShiftModifier);
        QCOMPARE(groups->currentRow(), groups->count() - 1);
        press();
        QCOMPARE(pages->currentIndex(), 0);
    }

    void everyFieldHasAName()
    {
        for (const QAbstractSpinBox *box : m_dialog->findChildren<QAbstractSpinBox *>())
            QVERIFY(!box->accessibleName().isEmpty());
        for (const QComboBox *box : m_dialog->findChildren<QComboBox *>())
            QVERIFY(!box->accessibleName().isEmpty());
        for (const QPlainTextEdit *edit : m_dialog->findChildren<QPlainTextEdit *>())
            QVERIFY(!edit->accessibleName().isEmpty());
    }

private:
    void open(const CrawlSettings &settings, bool runs, Appearance appearance = Appearance::System)
    {
        m_dialog = std::make_unique<SettingsDialog>(settings, appearance, runs);
        m_dialog->show();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    template <typename Page>
    Page *page() const
    {
        return m_dialog->findChild<Page *>();
    }

    template <typename Editor>
    static Editor *field(const QWidget *page, const QString &name)
    {
        const QList<Editor *> all = page->findChildren<Editor *>();
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](Editor *editor) { return editor->accessibleName() == name; });
        return found == all.end() ? nullptr : *found;
    }

    QPushButton *button(QDialogButtonBox::StandardButton which) const
    {
        return m_dialog->findChild<QDialogButtonBox *>()->button(which);
    }

    std::unique_ptr<SettingsDialog> m_dialog;
};

QTEST_MAIN(TestSettingsDialog)
#include "tst_settingsdialog.moc"
