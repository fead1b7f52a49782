// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

namespace turnstone::test {

/// An application that knows which single event took its main thread longest. What an event loop inside an
/// event does, as that of a dialog, is counted event by event and not for the one that began the loop.
class WatchedApplication final : public QApplication
{
public:
    using QApplication::QApplication;

    void reset();
    double worstMs() const { return double(m_worst.ns) / 1e6; }
    /// Who received it and its type: "QTimer of CrawlSession, Timer".
    QString worstEvent() const { return m_worst.event; }
    /// The same by the CPU time of the thread, however busy the machine is.
    double worstCpuMs() const { return double(m_worstCpu.ns) / 1e6; }
    QString worstCpuEvent() const { return m_worstCpu.event; }

    bool notify(QObject *receiver, QEvent *event) override;

private:
    struct Time
    {
        qint64 wallNs = 0;
        qint64 cpuNs = 0;
    };
    struct Worst
    {
        qint64 ns = 0;
        QString event;
    };
    static Time now();
    static void note(Worst &worst, qint64 ns, const QString &event);

    int m_level = -1; // of the event loop whose event is being delivered
    Time m_within;    // of that event: spent in loops within it
    Worst m_worst;
    Worst m_worstCpu;
};

} // namespace turnstone::test
