// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlstats.h"

#include <QWidget>

class QLabel;

namespace turnstone {

class ProgressLine;

/// How far the crawl is, how fast it goes and when it will be done.
class StatusBarPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusBarPanel(QWidget *parent = nullptr);

    void setStats(const CrawlStats &stats, bool active);
    /// What is said at the right end.
    void setNote(const QString &note);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void set(QLabel *label, bool isWanted, const QString &text);
    void shareRoom();
    QLabel *addLabel(const QString &name, bool strong = false);

    ProgressLine *m_progress;
    QLabel *m_done;
    QLabel *m_rate;
    QLabel *m_left;
    QLabel *m_inFlight;
    QLabel *m_willRetry;
    QLabel *m_note;
};

} // namespace turnstone
