// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/figures.h"

#include "core/types/displaytext.h"
#include "ui/models/elapsedtext.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QGridLayout>
#include <QLabel>

namespace turnstone {

namespace {

constexpr auto FigureName = "name"; // a property: what the figure is

QLabel *quiet(const QString &text)
{
    auto *label = new QLabel(text);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setFixedHeight(lineHeightFor(label->fontMetrics()));
    return label;
}

QString latencyText(const LatencyHistogram &histogram, qint64 microseconds)
{
    return histogram.count() ? durationText(microseconds) : QString();
}

} // namespace

Figures::Figures(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(0);
    m_layout->setVerticalSpacing(0);
    m_layout->setColumnStretch(0, 1);
    addPair(u"requests"_qs, tr("Requests"));
    addPair(u"success"_qs, tr("Success"));
    addPair(u"bytes"_qs, tr("Received"));
    addPair(u"elapsed"_qs, tr("Elapsed"));
    addPair(u"eta"_qs, tr("Left"));

    const int row = m_layout->rowCount();
    m_layout->setRowMinimumHeight(row, lineHeightFor(fontMetrics()) + Theme::Grid);
    int column = 1;
    for (const QString &name : {tr("First byte"), tr("Total")}) {
        QLabel *head = quiet(name);
        head->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_layout->addWidget(head, row, column++, Qt::AlignBottom);
    }
    addLatency(u"mean"_qs, tr("Mean"));
    for (const int percentile : {50, 90, 95, 99})
        addLatency(u"p%1"_qs.arg(percentile), u"p%1"_qs.arg(percentile));
    addLatency(u"max"_qs, tr("Maximum"));
    setStats({});
}

void Figures::addPair(const QString &id, const QString &name)
{
    const int row = m_layout->rowCount();
    m_layout->addWidget(quiet(name), row, 0);
    addFigure(id, name, row, 2);
}

void Figures::addLatency(const QString &id, const QString &name)
{
    const int row = m_layout->rowCount();
    m_layout->addWidget(quiet(name), row, 0);
    addFigure(u"ttfb."_qs + id, tr("First byte, %1").arg(name), row, 1);
    addFigure(u"total."_qs + id, tr("Total, %1").arg(name), row, 2);
}

QLabel *Figures::addFigure(const QString &id, const QString &accessibleName, int row, int column)
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setFixedHeight(lineHeightFor(fontMetrics()));
    label->setMinimumWidth(figureWidthFor(fontMetrics()));
    label->setFont(tabularFigures(font()));
    label->setProperty(FigureName, accessibleName);
    m_layout->addWidget(label, row, column);
    m_figures.insert(id, label);
    return label;
}

void Figures::set(const QString &id, const QString &text)
{
    QLabel *label = m_figures.value(id);
    Q_ASSERT(label);
    if (label->text() == text)
        return;
    label->setText(text);
    // A name alone would hide the value from a screen reader.
    label->setAccessibleName(tr("%1: %2").arg(label->property(FigureName).toString(), text));
}

QString Figures::figure(const QString &id) const
{
    const QLabel *label = m_figures.value(id);
    return label ? label->text() : QString();
}

void Figures::setStats(const CrawlStats &stats)
{
    const QString unknown = QStringLiteral("\u2013");
    const bool isRun = stats.run > 0;
    set(u"requests"_qs, isRun ? countText(stats.requests) : unknown);
    set(u"success"_qs, judgedOf(stats.ofRun) > 0 ? percentText(successRate(stats.ofRun)) : unknown);
    set(u"bytes"_qs, isRun ? bytesText(stats.bytes) : unknown);
    set(u"elapsed"_qs, isRun ? elapsedText(stats.elapsed) : unknown);
    set(u"eta"_qs, isRun && stats.eta.count() >= 0 ? countdownText(stats.eta) : unknown);
    const auto latencies = [this](const QString &kind, const LatencyHistogram &histogram) {
        set(kind + u"mean"_qs, latencyText(histogram, qint64(histogram.meanUs())));
        for (const int percentile : {50, 90, 95, 99})
            set(kind + u"p%1"_qs.arg(percentile),
                latencyText(histogram, histogram.percentileUs(percentile / 100.0)));
        set(kind + u"max"_qs, latencyText(histogram, histogram.maxUs()));
    };
    latencies(u"ttfb."_qs, stats.ttfb);
    latencies(u"total."_qs, stats.total);
}

} // namespace turnstone
