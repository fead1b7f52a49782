// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/inspectorpanel.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/flattabbar.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/pictureview.h"
#include "ui/widgets/plaintextview.h"
#include "ui/widgets/verdictbadge.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QScopeGuard>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QThreadPool>

#include <algorithm>

using namespace turnstone;
using Tab = InspectorPanel::Tab;

namespace {

Hop hop(const QByteArray &url, quint16 status)
{
    Hop hop;
    hop.url = url;
    hop.method = "GET";
    hop.status = status;
    hop.startedAtMs = 1'774'000'000'000;
    hop.queuedUs = 12'000;
    hop.phases = {3'000, 30'000, 60'000, 10'000, 100'000};
    return hop;
}

FetchResult result(const QByteArray &body = {}, const QByteArray &type = "text/html")
{
    FetchResult result;
    result.row = 7;
    result.verdict = Verdict::Redirected;
    result.reason = u"Answered 200 after a redirect."_qs;
    FetchAttempt attempt;
    attempt.hops = {hop("http://a.example/", 301), hop("https://a.example/", 200)};
    result.attempts = {attempt};
    result.contentType = type;
    result.body = body;
    result.bytes = body.size();
    result.facts.charset = u"UTF-8"_qs;
    result.facts.title = u"A title"_qs;
    return result;
}

} // namespace

class TestInspectorPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_panel = std::make_unique<InspectorPanel>();
        m_panel->resize(900, 300);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void tellsTheVerdictAndItsReason()
    {
        show(result());
        QCOMPARE(child<VerdictBadge>()->text(), u"Redirected"_qs);
        QVERIFY(hasLabel(u"Answered 200 after a redirect."_qs));
        QVERIFY(hasLabel(u"http://a.example/"_qs));
        QSignalSpy recheck(m_panel.get(), &InspectorPanel::recheckRequested);
        QTest::mouseClick(child<LinkButton>(), Qt::LeftButton);
        QTest::keyClick(child<LinkButton>(), Qt::Key_Space);
        QCOMPARE(recheck.size(), 2);
        QCOMPARE(recheck[0][0].value<RowId>(), RowId(7));
    }

    void saysWhatAnUnfinishedRowWaitsFor()
    {
        m_panel->showResult(u"http://a.example/"_qs, 3, {}, RowProgress::State::WillRetry, 2);
        QCOMPARE(child<VerdictBadge>()->text(), u"Will retry"_qs);
        QVERIFY(!child<LinkButton>()->isVisible());
        QCOMPARE(currentTab()->note(), u"This address will be tried again."_qs);
        m_panel->showResult(u"http://a.example/"_qs, 3, {}, RowProgress::State::Waiting, 0);
        QCOMPARE(currentTab()->note(), u"This address has not been fetched yet."_qs);
        for (const RowProgress::State state : {RowProgress::State::Waiting, RowProgress::State::Running}) {
            m_panel->showResult(u"http://a.example/"_qs, 3, {}, state, 0, {}, true);
            QVERIFY2(currentTab()->note().contains(u"checked again"_qs), qPrintable(currentTab()->note()));
        }
        m_panel->clear();
        QVERIFY(!child<VerdictBadge>()->isVisible());
    }

    void theAnswerFollowsThePageWithoutAGap()
    {
        FetchResult failed = result();
        failed.facts = {};
        failed.attempts.back().error = FetchError::Refused;
        m_panel->resize(480, 700);
        show(failed);
        const QList<FactGrid *> grids = currentTab()->findChildren<FactGrid *>();
        QVERIFY(grids.size() >= 2);
        const auto topOf = [this](const QWidget *grid) { return grid->mapTo(m_panel.get(), QPoint()).y(); };
        QTRY_VERIFY(topOf(grids[1]) > topOf(grids[0])); // one below the other
        const int gap = topOf(grids[1]) - topOf(grids[0]) - grids[0]->height();
        QVERIFY2(gap >= 0 && gap <= 40, qPrintable(QString::number(gap)));
    }

    void nothingIsBesideTheOverview_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {360, 420, 480, 520, 600, 900, 1300})
            QTest::newRow(qPrintable(QString::number(width))) << width;
    }

    void nothingIsBesideTheOverview()
    {
        QFETCH(const int, width);
        m_panel->resize(width, 300);
        show(result());
        const auto *scroll = currentTab()->findChild<QScrollArea *>();
        QVERIFY(scroll);
        QTRY_COMPARE(scroll->widget()->width(), scroll->viewport()->width());
        QCOMPARE(scroll->horizontalScrollBar()->maximum(), 0);
    }

    void textsAreTheLastToGiveWay_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {480, 600, 680, 740, 770, 800, 850, 1000, 1300})
            QTest::newRow(qPrintable(QString::number(width))) << width;
    }

    void textsAreTheLastToGiveWay()
    {
        QFETCH(const int, width);
        const QFont usual = QApplication::font();
        const auto restore = qScopeGuard([&usual] { QApplication::setFont(usual); });
        QFont wide = usual; // as some fonts are, beside their height
        wide.setLetterSpacing(QFont::PercentageSpacing, 125);
        QApplication::setFont(wide);
        init();
        FetchResult page = result();
        page.facts.title = u"A title of a page as it is usually written"_qs;
        m_panel->resize(width, 300);
        show(page);
        QTRY_COMPARE(m_panel->width(), width);
        const QList<QLineEdit *> values = m_panel->findChildren<QLineEdit *>();
        const auto title = std::find_if(values.begin(), values.end(), [&page](const QLineEdit *value) {
            return value->text() == page.facts.title;
        });
        QVERIFY(title != values.end());
        QTRY_VERIFY2((*title)->width() >= scaled(280, m_panel->fontMetrics()),
                     qPrintable(QString::number((*title)->width())));
    }

    void overviewKeepsTheQueueApart()
    {
        show(result());
        const auto fact = [this](const QString &id) {
            for (const FactGrid *grid : m_panel->findChildren<FactGrid *>()) {
                if (const QString text = grid->fact(id); !text.isEmpty())
                    return QString(text).replace(u'\u00A0', u' ');
            }
            return QString();
        };
        QCOMPARE(fact(u"title"_qs), u"A title"_qs);
        QCOMPARE(fact(u"final"_qs), u"https://a.example/"_qs);
        QCOMPARE(fact(u"total"_qs), u"200 ms"_qs);
        QCOMPARE(fact(u"redirects"_qs), u"100 ms"_qs);
        QCOMPARE(fact(u"queue"_qs), u"12 ms"_qs);
        QCOMPARE(fact(u"lookup"_qs), u"3 ms"_qs);
        QCOMPARE(fact(u"description"_qs), QString());
    }

    void overviewTellsOfTheConnection()
    {
        FetchResult secure = result();
        Hop &last = secure.attempts.back().hops.back();
        last.secure = true;
        last.reused = false;
        last.phases.connectUs = 60'000;
        last.phases.tlsUs = 45'000;
        auto certificate = std::make_shared<CertificateFacts>();
        certificate->subject = u"CN=\u202Ea.example"_qs; // turns round what follows it
        certificate->issuer = u"CN=authority"_qs;
        certificate->names = {u"a.example"_qs, u"192.0.2.1"_qs};
        certificate->expiresMs = 1767225600000;
        auto connection = std::make_shared<ConnectionFacts>();
        *connection = {"192.0.2.1", "TLSv1.3", "TLS_AES_128_GCM_SHA256", certificate};
        last.connection = connection;
        secure.httpVersion = "2";
        show(secure);
        const auto fact = [this](const QString &id) {
            for (const FactGrid *grid : m_panel->findChildren<FactGrid *>()) {
                if (const QString text = grid->fact(id); !text.isEmpty())
                    return QString(text).replace(u'\u00A0', u' ');
            }
            return QString();
        };
        QCOMPARE(fact(u"http"_qs), u"HTTP/2 over TLSv1.3"_qs);
        QCOMPARE(fact(u"peer"_qs), u"192.0.2.1"_qs);
        QCOMPARE(fact(u"connection"_qs), u"new"_qs);
        QCOMPARE(fact(u"cipher"_qs), u"TLS_AES_128_GCM_SHA256"_qs);
        QVERIFY(fact(u"certificate"_qs).contains(u"a.example"_qs));
        QVERIFY(!fact(u"certificate"_qs).contains(QChar(0x202E)));
        QCOMPARE(fact(u"issuer"_qs), u"CN=authority"_qs);
        QCOMPARE(fact(u"names"_qs), u"a.example, 192.0.2.1"_qs);
        QCOMPARE(fact(u"expires"_qs), u"2026-01-01 00:00 UTC"_qs);
        QCOMPARE(fact(u"connect"_qs), u"15 ms"_qs);
        QCOMPARE(fact(u"tls"_qs), u"45 ms"_qs);
        show(result()); // nothing of it stays
        for (const char *id : {"peer", "connection", "certificate", "expires", "tls"})
            QCOMPARE(fact(QString::fromLatin1(id)), QString());
    }

    void tabsAreReachedByKeys()
    {
        show(result("body text", "text/plain"));
        auto *bar = child<FlatTabBar>();
        bar->setFocus();
        QTest::keyClick(bar, Qt::Key_Right);
        QCOMPARE(m_panel->currentTab(), Tab::Attempts);
        auto *table = currentTab()->findChild<QTableView *>();
        QCOMPARE(table->model()->rowCount(), 1);
        QVERIFY(!table->accessibleName().isEmpty());
        QTest::keyClick(bar, Qt::Key_Right);
        QCOMPARE(currentTab()->findChild<QTableView *>()->model()->rowCount(), 2);
        QTest::keyClick(bar, Qt::Key_Right);
        QVERIFY(currentTab()->note().contains(u"not kept"_qs));
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(int(Tab::Body)).center());
        QTRY_COMPARE(currentTab()->findChild<PlainTextView *>()->toPlainText(), u"body text"_qs);
    }

    void rowsAreCopied()
    {
        show(result(), Tab::Redirects);
        auto *table = currentTab()->findChild<QTableView *>();
        table->selectRow(1);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"2\t200\tGET\thttps://a.example/\t"_qs));
    }

    void headerFieldsAreFiltered()
    {
        FetchResult kept = result();
        kept.attempts[0].hops[1].responseHeaders = {{"Server", "nginx"}, {"Vary", "*"}};
        show(kept, Tab::Headers);
        auto *text = currentTab()->findChild<PlainTextView *>();
        QVERIFY(text->toPlainText().contains(u"Vary: *"_qs));
        QTest::keyClicks(currentTab()->findChild<QLineEdit *>(), u"serv"_qs);
        QVERIFY(text->toPlainText().contains(u"Server: nginx"_qs));
        QVERIFY(!text->toPlainText().contains(u"Vary"_qs));
    }

    void aLatePreviewNeverShowsAtAnotherAddress()
    {
        show(result(QByteArray(10'000'000, 'x'), "text/plain"), Tab::Body);
        show(result("{\"b\":1}", "application/json"), Tab::Body);
        auto *text = currentTab()->findChild<PlainTextView *>();
        QTRY_COMPARE(text->toPlainText(), u"{\n  \"b\": 1\n}"_qs);
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(text->toPlainText(), u"{\n  \"b\": 1\n}"_qs);
    }

    void bodiesAreBounded_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("one line") << QByteArray(10'000'000, 'x') << QByteArray("text/html");
        QTest::newRow("only lines") << QByteArray(10'000'000, '\n') << QByteArray("text/html");
        QTest::newRow("deep json") << QByteArray(5'000'000, '[') << QByteArray("application/json");
        QTest::newRow("controls") << QByteArray(10'000'000, '\x02') << QByteArray("text/html");
        QTest::newRow("binary") << QByteArray(10'000'000, '\0') << QByteArray("application/zip");
    }
    void bodiesAreBounded()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        show(result(body, type), Tab::Body);
        auto *text = currentTab()->findChild<PlainTextView *>();
        QTRY_VERIFY(!text->toPlainText().isEmpty());
        QVERIFY(text->toPlainText().size() < 300'000);
        QVERIFY(currentTab()->note().isEmpty());
    }

    void markupIsNeverMarkup()
    {
        FetchResult hostile = result("<img src='file:///etc/passwd'><script>1</script>");
        hostile.reason = u"<img src='file:///etc/passwd'>"_qs;
        hostile.facts.title = u"<b>bold</b>\u202E\n\u0000"_qs;
        show(hostile);
        QVERIFY(hasLabel(hostile.reason));
        for (const QLabel *label : m_panel->findChildren<QLabel *>())
            QVERIFY2(!label->text().contains(u'<') || label->textFormat() == Qt::PlainText,
                     qPrintable(label->text()));
        m_panel->setCurrentTab(Tab::Body);
        auto *text = currentTab()->findChild<PlainTextView *>();
        QTRY_VERIFY(text->toPlainText().startsWith(u"<img src"_qs));
    }

    void picturesAreShown()
    {
        QImage image(30, 20, QImage::Format_RGB32);
        image.fill(Qt::green);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "png");
        show(result(bytes, "image/png"), Tab::Body);
        auto *view = currentTab()->findChild<PictureView *>();
        QTRY_COMPARE(view->picture().size(), QSize(30, 20));
        QVERIFY(view->isVisible());
        QVERIFY(view->accessibleName().contains(u"30 × 20"_qs));
    }

    void anEmptyResultIsNoTrouble()
    {
        FetchResult cancelled;
        for (int tab = 0; tab < 5; ++tab) {
            m_panel->setCurrentTab(Tab(tab));
            show(cancelled, Tab(tab));
            QVERIFY(tab == int(Tab::Overview) || !currentTab()->note().isEmpty());
        }
        FetchResult unanswered = result();
        unanswered.attempts[0].hops = {hop("http://a.example/", 0)};
        unanswered.attempts[0].error = FetchError::Timeout;
        show(unanswered, Tab::Body);
        QVERIFY(currentTab()->note().contains(u"There was no answer"_qs));
    }

private:
    void show(const FetchResult &shown, Tab tab = Tab::Overview)
    {
        m_panel->setCurrentTab(tab);
        m_panel->showResult(u"http://a.example/"_qs, 7, shown, RowProgress::State::Waiting, 0);
    }

    template <typename T>
    T *child() const
    {
        return m_panel->findChild<T *>();
    }

    InspectorTab *currentTab() const
    {
        const QList<InspectorTab *> tabs = m_panel->findChildren<InspectorTab *>();
        const auto visible =
            std::find_if(tabs.begin(), tabs.end(), [](auto *tab) { return tab->isVisible(); });
        return visible == tabs.end() ? nullptr : *visible;
    }

    bool hasLabel(const QString &text) const
    {
        const QList<ElidedLabel *> labels = m_panel->findChildren<ElidedLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](auto *label) { return label->text() == text; });
    }

    std::unique_ptr<InspectorPanel> m_panel;
};

QTEST_MAIN(TestInspectorPanel)
#include "tst_inspectorpanel.moc"
