// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/figures.h"
#include "ui/panels/performancepanel.h"
#include "ui/panels/plot.h"
#include "ui/panels/statusbarpanel.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/stackedbar.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QLabel>
#include <QTest>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>

#include <cstdlib>

using namespace turnstone;
using namespace std::chrono_literals;

class TestPerformancePanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_panel = std::make_unique<PerformancePanel>([this] { return m_now; });
        m_panel->resize(285, 640);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_stats = {};
        m_stats.run = 1;
    }

    void percentilesAreThoseOfTheLastSecond()
    {
        answer(1'000, 300ms);
        pass(1s);
        for (int i = 0; i < 5; ++i) {
            answer(10, 20ms);
            pass(1s);
        }
        QCOMPARE(m_panel->ttfbP50().points().size(), 6);
        QVERIFY(m_panel->ttfbP95().points().first().y() > 290);
        QVERIFY(m_panel->ttfbP95().points().last().y() < 24);
    }

    void theWordsAboveThePlotAreOfTheLastMinutes()
    {
        answer(1'000, 300ms);
        m_stats.recentTtfb = m_stats.ttfb;
        pass(1s);
        QVERIFY(plot(1)->valueText().contains(u"p95 300"_qs));
        m_stats.recentTtfb = {};
        for (int i = 0; i < 50; ++i)
            m_stats.recentTtfb.add(20'000);
        pass(100ms); // sooner than the next point
        QVERIFY2(plot(1)->valueText().contains(u"p95 20"_qs), qPrintable(plot(1)->valueText()));
        m_stats.recentTtfb = {};
        pass(1s);
        QCOMPARE(plot(1)->valueText(), QString());
    }

    void linesOfAPlotDifferInMoreThanColour()
    {
        const QList<QAbstractSeries *> lines = plot(1)->findChild<QChartView *>()->chart()->series();
        QCOMPARE(lines.size(), 2);
        const auto style = [&lines](int line) {
            return qobject_cast<QLineSeries *>(lines[line])->pen().style();
        };
        QVERIFY(style(0) != style(1));
    }

    void noTitleOfAPlotIsCut()
    {
        m_stats.recentTtfb.add(123'456'000);
        answer(10, 5ms);
        pass(1s);
        m_panel->resize(m_panel->minimumSizeHint().width(), 640);
        QCoreApplication::processEvents();
        for (const Plot *each : m_panel->findChildren<Plot *>()) {
            const auto *title = each->findChild<QLabel *>();
            QVERIFY2(title->width() >= title->sizeHint().width(), qPrintable(title->text()));
        }
    }

    void anotherRunBeginsAnew()
    {
        m_stats.run = 1;
        answer(100, 5ms);
        pass(1s);
        m_stats.run = 2; // longer and with more requests when first heard of
        m_stats.ttfb = {};
        answer(900, 50ms);
        pass(2s);
        QCOMPARE(m_panel->throughput().points().size(), 1);
        QCOMPARE(m_panel->ttfbP50().points().size(), 1);
        QVERIFY(m_panel->ttfbP50().points().first().y() > 45);
    }

    void successIsOfWhatWasJudged()
    {
        auto *figures = m_panel->findChild<Figures *>();
        m_stats.finished = 10;
        m_stats.ofRun[size_t(Verdict::Cancelled)] = 7;
        m_stats.ofRun[size_t(Verdict::Skipped)] = 3;
        pass(1s);
        QCOMPARE(figures->figure(u"success"_qs), u"–"_qs);
        auto *bar = m_panel->findChild<StackedBar *>();
        QCOMPARE(bar->accessibleDescription(), QString());
        m_stats.ofRun[size_t(Verdict::Broken)] = 1;
        pass(1s);
        QCOMPARE(figures->figure(u"success"_qs), u"0\u00A0%"_qs);
        QCOMPARE(bar->accessibleDescription(), u"Broken: 1 (100\u00A0%)"_qs); // of as many
    }

    void aRunSaysNothingOfEarlierOnes()
    {
        auto *figures = m_panel->findChild<Figures *>();
        auto *bar = m_panel->findChild<StackedBar *>();
        m_stats = {};
        m_stats.byVerdict[size_t(Verdict::Ok)] = 90; // of a project that was opened
        pass(0s);
        for (const QString &figure : {u"requests"_qs, u"success"_qs, u"bytes"_qs, u"elapsed"_qs, u"eta"_qs})
            QCOMPARE(figures->figure(figure), u"–"_qs);
        QVERIFY(bar->accessibleDescription().startsWith(u"OK: 90"_qs));
        m_stats.run = 1; // it is checked again
        m_stats.ofRun[size_t(Verdict::Broken)] = 2;
        pass(1s);
        QCOMPARE(figures->figure(u"success"_qs), u"0\u00A0%"_qs);
        QCOMPARE(bar->accessibleDescription(), u"Broken: 2 (100\u00A0%)"_qs);
    }

    void throughputIsWhatWasSentInBetween()
    {
        answer(100, 1ms);
        pass(1s);
        answer(500, 1ms);
        pass(500ms);
        answer(500, 1ms);
        pass(500ms);
        QCOMPARE(m_panel->throughput().points().size(), 2);
        QCOMPARE(m_panel->throughput().points().last(), QPointF(2, 1'000));
        QVERIFY(plot(0)->top() >= 1'000);
    }

    void aSecondWithoutAnswersHasNoPercentile()
    {
        answer(10, 5ms);
        pass(1s);
        pass(3s);
        QCOMPARE(m_panel->ttfbP50().points().size(), 1);
        QCOMPARE(m_panel->throughput().points().last().y(), 0.0);
    }

    void anotherCrawlBeginsAnew()
    {
        answer(100, 5ms);
        pass(60s);
        m_stats = {};
        answer(7, 50ms);
        pass(1s);
        QCOMPARE(m_panel->throughput().points().size(), 1);
        QVERIFY(m_panel->ttfbP50().points().first().y() > 45);
        m_panel->reset();
        QVERIFY(m_panel->throughput().points().isEmpty());
        QCOMPARE(plot(0)->valueText(), QString());
    }

    void theWorstLagOfEachSecondIsDrawn()
    {
        for (int i = 0; i < 40; ++i) {
            m_now += 100ms;
            m_panel->addLag(i == 13 ? 70 : 2);
        }
        QCOMPARE(m_panel->lag().points().size(), 4);
        QCOMPARE(m_panel->lag().points()[1].y(), 70.0);
        QCOMPARE(m_panel->lag().points()[2].y(), 2.0);
        QCOMPARE(plot(2)->valueText(), u"2\u00A0ms"_qs);
    }

    void verdictsAreSharesWithNames()
    {
        m_stats.ofRun[size_t(Verdict::Ok)] = 900'000;
        m_stats.ofRun[size_t(Verdict::TlsError)] = 1;
        pass(1s);
        auto *bar = m_panel->findChild<StackedBar *>();
        QVERIFY(bar->accessibleDescription().startsWith(u"OK: 900,000"_qs));
        QCOMPARE(bar->shareAt({5, 5})->name, u"OK"_qs);
        QCOMPARE(bar->shareAt({bar->width() - 1, 5})->name, u"TLS error"_qs); // one in 900,001 is seen
        QVERIFY(!bar->shareAt({5, bar->height() - 1}));
    }

    /// Other colours are no other figures: not those of the last point of the curves.
    void verdictsStayWhenTheColoursChange()
    {
        m_stats.ofRun[size_t(Verdict::Ok)] = 1;
        pass(1s);
        m_stats.ofRun[size_t(Verdict::Ok)] = 40;
        pass(100ms);
        const auto *bar = m_panel->findChild<StackedBar *>();
        QVERIFY(bar->accessibleDescription().startsWith(u"OK: 40"_qs));
        QPalette other = m_panel->palette();
        other.setColor(QPalette::Window, QColor(u"#202020"_qs));
        m_panel->setPalette(other);
        QVERIFY2(bar->accessibleDescription().startsWith(u"OK: 40"_qs),
                 qPrintable(bar->accessibleDescription()));
    }

    void noWordHidesACurve_data()
    {
        QTest::addColumn<int>("peak"); // second of 30
        QTest::newRow("below the scale's end") << 1;
        QTest::newRow("in the middle") << 15;
    }

    void noWordHidesACurve()
    {
        QFETCH(const int, peak);
        for (int second = 0; second < 30; ++second) {
            answer(second == peak || second == peak + 1 ? 500 : 10, 5ms);
            pass(1s);
        }
        QCOMPARE(plot(0)->top(), 500.0);
        const QImage area = plot(0)->findChild<QGraphicsView *>()->grab().toImage();
        const QColor accent = Theme::of(m_panel->palette()).accent;
        int highest = area.height();
        for (int y = 0; y < area.height(); ++y) {
            for (int x = 0; x < area.width() && y < highest; ++x) {
                const QColor pixel = area.pixelColor(x, y);
                if (std::abs(pixel.red() - accent.red()) < 40 && std::abs(pixel.blue() - accent.blue()) < 40)
                    highest = y;
            }
        }
        const int words = QFontMetrics(resized(plot(0)->font(), 0.85)).height();
        QVERIFY2(std::abs(highest - words) <= 3, qPrintable(QString::number(highest)));
    }

    void theRunTookTheSameTimeEverywhere_data()
    {
        QTest::addColumn<std::chrono::milliseconds>("elapsed");
        QTest::addColumn<QString>("figure");
        QTest::addColumn<QString>("took");
        QTest::newRow("seconds") << 6'080ms << u"0:06"_qs << u"took 6.08\u00A0s"_qs;
        QTest::newRow("nearly another") << 6'999ms << u"0:06"_qs << u"took 6.99\u00A0s"_qs;
        QTest::newRow("nearly a minute") << 59'999ms << u"0:59"_qs << u"took 59.9\u00A0s"_qs;
        QTest::newRow("minutes") << 63'200ms << u"1:03"_qs << u"took 1:03"_qs;
    }

    void theRunTookTheSameTimeEverywhere()
    {
        QFETCH(std::chrono::milliseconds, elapsed);
        m_stats.elapsed = elapsed;
        m_panel->setStats(m_stats);
        QTEST(m_panel->findChild<Figures *>()->figure(u"elapsed"_qs), "figure");
        StatusBarPanel bar;
        bar.setStats(m_stats, false);
        QStringList words;
        for (const QLabel *label : bar.findChildren<QLabel *>())
            words.append(label->text());
        QFETCH(QString, took);
        QVERIFY2(words.contains(took), qPrintable(words.join(u'|')));
    }

    void theMeanRateStaysInSight()
    {
        StatusBarPanel bar;
        bar.resize(1200, bar.height());
        bar.show();
        m_stats.addresses = m_stats.finished = 10;
        m_stats.requests = 10;
        m_stats.meanRequestsPerSecond = 5;
        bar.setStats(m_stats, false);
        const QList<QLabel *> labels = bar.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().endsWith(u"on average"_qs);
        }));
    }

    void figuresSayWhatIsKnown()
    {
        auto *figures = m_panel->findChild<Figures *>();
        QCOMPARE(figures->figure(u"ttfb.p99"_qs), QString());
        QCOMPARE(figures->figure(u"eta"_qs), u"–"_qs);
        answer(1'234, 50ms);
        m_stats.bytes = 12'000'000;
        m_stats.finished = 10;
        m_stats.ofRun[size_t(Verdict::Ok)] = 9;
        m_stats.ofRun[size_t(Verdict::Broken)] = 1;
        m_stats.eta = 46s;
        pass(83s);
        QCOMPARE(figures->figure(u"requests"_qs), u"1,234"_qs);
        QCOMPARE(figures->figure(u"success"_qs), u"90.0\u00A0%"_qs);
        QCOMPARE(figures->figure(u"bytes"_qs), u"12.0\u00A0MB"_qs);
        QCOMPARE(figures->figure(u"elapsed"_qs), u"1:23"_qs);
        QCOMPARE(figures->figure(u"eta"_qs), u"0:46"_qs);
        QCOMPARE(figures->figure(u"ttfb.mean"_qs), u"50\u00A0ms"_qs);
        QCOMPARE(figures->figure(u"total.max"_qs), u"100\u00A0ms"_qs);
    }

    void theSpanIsSwitchedByKey()
    {
        auto *span = m_panel->findChild<LinkButton *>();
        const QString before = span->text();
        QTest::keyClick(span, Qt::Key_Space);
        QVERIFY(span->text() != before);
        QTest::mouseClick(span, Qt::LeftButton);
        QCOMPARE(span->text(), before);
    }

    void aLongRunStaysCheap()
    {
        m_panel->hide(); // points are kept, nothing is drawn
        for (int i = 0; i < 20'000; ++i) {
            answer(1, 5ms);
            pass(1s);
        }
        QVERIFY(m_panel->throughput().points().size() < 700);
    }

private:
    void answer(int count, std::chrono::milliseconds ttfb)
    {
        m_stats.requests += count;
        for (int i = 0; i < count; ++i) {
            m_stats.ttfb.add(ttfb.count() * 1'000);
            m_stats.total.add(ttfb.count() * 2'000);
        }
    }

    void pass(std::chrono::milliseconds time)
    {
        m_stats.elapsed += time;
        m_panel->setStats(m_stats);
    }

    Plot *plot(int index) const { return m_panel->findChildren<Plot *>().at(index); }

    TimePoint m_now{1h};
    CrawlStats m_stats;
    std::unique_ptr<PerformancePanel> m_panel;
};

QTEST_MAIN(TestPerformancePanel)
#include "tst_performancepanel.moc"
