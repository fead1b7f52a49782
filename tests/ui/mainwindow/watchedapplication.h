// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>

namespace turnstone::test {

/// An application that knows which single event took its main thread longest.
class WatchedApplication final : public QApplication
{
public:
    using QApplication::QApplication;

    void reset();
    double worstMs() const { return double(m_worstNs) / 1e6; }
    /// Who received it and its type: "QTimer of CrawlSession, Timer".
    QString worstEvent() const { return m_worstEvent; }

    bool notify(QObject *receiver, QEvent *event) override;

private:
    bool m_inside = false;
    qint64 m_worstNs = 0;
    QString m_worstEvent;
};

} // namespace turnstone::test
