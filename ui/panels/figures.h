// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlstats.h"

#include <QHash>
#include <QWidget>

class QGridLayout;
class QLabel;

namespace turnstone {

/// The figures of a run: what was done, and how long answers took.
class Figures final : public QWidget
{
    Q_OBJECT

public:
    explicit Figures(QWidget *parent = nullptr);

    void setStats(const CrawlStats &stats);
    /// The figure called `id`; for tests and scripts.
    QString figure(const QString &id) const;

private:
    void addPair(const QString &id, const QString &name);
    void addLatency(const QString &id, const QString &name);
    QLabel *addFigure(const QString &id, const QString &accessibleName, int row, int column);
    void set(const QString &id, const QString &text);

    QGridLayout *m_layout;
    QHash<QString, QLabel *> m_figures;
};

} // namespace turnstone
