// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window keeps its user waiting: bench_window [ROWS [SECONDS]]. Opens the result table on ROWS
// addresses, feeds it 3,000 results a second, sorts and filters meanwhile. One JSON object a line.
#include "tests/ui/models/madeupresults.h"
#include "ui/models/resulttablemodel.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/widgets/eventloopprobe.h"
#include "ui/widgets/themecontroller.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QHeaderView>
#include <QTimer>

#include <cstdio>

using namespace turnstone;
using namespace turnstone::test;

namespace {

constexpr int BatchesPerSecond = 10;
constexpr int ResultsPerSecond = 3000;

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4096;
}

class Bench final
{
public:
    explicit Bench(int rows)
        : m_panel(&m_model)
    {
        m_panel.resize(1200, 800);
        m_panel.show();
        const qint64 before = residentBytes();
        m_model.setAddresses(madeUpAddresses(rows, 1000));
        std::vector<FetchResult> results;
        for (int row = 0; row < rows; ++row) {
            results.push_back(madeUpResult(RowId(row), m_random));
            if (results.size() == 10'000 || row + 1 == rows) {
                m_model.apply(results);
                results.clear();
            }
        }
        std::printf("{\"rows\": %d, \"bytes_per_row\": %.0f}\n", rows,
                    double(residentBytes() - before) / rows);
    }

    void feed()
    {
        m_feeder.setInterval(1000 / BatchesPerSecond);
        QObject::connect(&m_feeder, &QTimer::timeout, &m_panel, [this] {
            std::vector<FetchResult> results;
            for (int i = 0; i < ResultsPerSecond / BatchesPerSecond; ++i)
                results.push_back(madeUpResult(RowId(m_random.bounded(m_model.rows().size())), m_random));
            QElapsedTimer timer;
            timer.start();
            m_model.apply(results);
            m_worstApplyUs = std::max(m_worstApplyUs, timer.nsecsElapsed() / 1000);
        });
        m_feeder.start();
    }

    void watch(const char *what, int seconds)
    {
        m_probe.reset();
        m_worstApplyUs = 0;
        QEventLoop loop;
        QTimer::singleShot(seconds * 1000, &loop, &QEventLoop::quit);
        loop.exec();
        std::printf("{\"while\": \"%s\", \"batch_ms\": %.1f, \"lag\": %s}\n", what,
                    double(m_worstApplyUs) / 1000, m_probe.report().trimmed().constData());
        std::fflush(stdout);
    }

    void timed(const char *what, const std::function<void(RowArranger &)> &ask, int seconds)
    {
        auto *arranger = m_panel.findChild<RowArranger *>();
        QElapsedTimer timer;
        timer.start();
        QEventLoop loop;
        QObject::connect(arranger, &RowArranger::arranged, &loop, &QEventLoop::quit);
        ask(*arranger);
        loop.exec();
        std::printf("{\"%s_ms\": %lld, \"shown\": %d}\n", what, static_cast<long long>(timer.elapsed()),
                    m_model.rowCount());
        watch(what, seconds);
    }

    ResultsPanel &panel() { return m_panel; }

private:
    QRandomGenerator m_random{1};
    ResultTableModel m_model;
    ResultsPanel m_panel;
    EventLoopProbe m_probe;
    QTimer m_feeder;
    qint64 m_worstApplyUs = 0;
};

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const ThemeController theme(&application);
    const QStringList arguments = QCoreApplication::arguments();
    const int rows = arguments.size() > 1 ? arguments[1].toInt() : 1'000'000;
    const int seconds = arguments.size() > 2 ? arguments[2].toInt() : 5;
    Bench bench(rows);
    bench.feed();
    bench.watch("natural order", seconds);
    for (const ResultColumn column : {ResultColumn::Total, ResultColumn::Title, ResultColumn::Address}) {
        bench.timed(
            qPrintable(QStringLiteral("sort by ") + resultColumnTitle(column)),
            [column](RowArranger &arranger) {
                arranger.setQuery({{}, {}, column, Qt::DescendingOrder});
            },
            seconds);
    }
    for (const QString &text : {QStringLiteral("row 7"), QStringLiteral("/title [0-9]+ of.*9$/")}) {
        bench.timed(
            qPrintable(QStringLiteral("filter ") + text),
            [text](RowArranger &arranger) {
                arranger.setQuery(
                    {{}, RowFilter::parse(text).value(), ResultColumn::Total, Qt::AscendingOrder});
            },
            seconds);
    }
    bench.timed(
        "all again", [](RowArranger &arranger) { arranger.setQuery({}); }, seconds);
    return 0;
}
