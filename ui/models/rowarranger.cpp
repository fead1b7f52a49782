// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowarranger.h"

#include "ui/models/resulttablemodel.h"

#include <QThread>
#include <QtConcurrent>

#include <algorithm>

namespace turnstone {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds FastestPace{300};
constexpr milliseconds SlowestPace{10000};
// Share of the time spent on keeping up: one part in this many.
constexpr int PaceFactor = 6;

} // namespace

RowArranger::RowArranger(ResultTableModel *model, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_pace(FastestPace)
{
    m_pool.setMaxThreadCount(std::clamp(QThread::idealThreadCount(), 2, 4));
    m_followUp.setSingleShot(true);
    connect(&m_followUp, &QTimer::timeout, this, &RowArranger::start);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &RowArranger::finish);
    connect(model, &ResultTableModel::rowsChanged, this, &RowArranger::onRowsChanged);
}

RowArranger::~RowArranger()
{
    if (m_cancelled)
        *m_cancelled = true;
    m_watcher.disconnect(this);
    if (m_busy)
        m_watcher.waitForFinished();
}

void RowArranger::setQuery(const RowQuery &query)
{
    m_query = query;
    m_followUp.stop();
    if (isBusy()) {
        *m_cancelled = true;
        m_again = true;
        return;
    }
    start();
}

void RowArranger::setHeld(bool held)
{
    m_held = held;
    scheduleFollowUp();
}

void RowArranger::start()
{
    m_busy = true;
    m_outdated = false;
    m_again = false;
    m_took.start();
    m_cancelled = std::make_shared<std::atomic_bool>(false);
    m_watcher.setFuture(QtConcurrent::run(
        &m_pool, [rows = m_model->rows(), query = m_query, base = m_model->order(), cancelled = m_cancelled,
                  pool = &m_pool] { return turnstone::rearrange(rows, query, base, *cancelled, pool); }));
}

void RowArranger::finish()
{
    m_busy = false;
    const std::optional<Rearrangement> steps = m_watcher.future().takeResult();
    if (m_again || !steps || !m_model->rearrange(*steps)) {
        start();
        return;
    }
    m_pace = std::clamp(milliseconds(m_took.elapsed() * PaceFactor), FastestPace, SlowestPace);
    Q_EMIT arranged();
    scheduleFollowUp();
}

void RowArranger::onRowsChanged()
{
    m_outdated = true;
    scheduleFollowUp();
}

void RowArranger::scheduleFollowUp()
{
    if (m_outdated && !m_held && !m_query.isNatural() && !isBusy() && !m_followUp.isActive())
        m_followUp.start(m_pace);
}

} // namespace turnstone
