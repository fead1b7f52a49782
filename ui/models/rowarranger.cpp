// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowarranger.h"

#include "ui/models/resulttablemodel.h"

#include <QThread>

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
    , m_background(2)
{
    m_pieces.setMaxThreadCount(std::clamp(QThread::idealThreadCount(), 2, 4));
    m_followUp.setSingleShot(true);
    connect(&m_followUp, &QTimer::timeout, this, &RowArranger::start);
    connect(model, &ResultTableModel::rowsChanged, this, &RowArranger::onRowsChanged);
    connect(model, &ResultTableModel::listChanged, this, &RowArranger::onListChanged);
}

void RowArranger::setQuery(const RowQuery &query)
{
    m_query = query;
    m_followUp.stop();
    start();
}

void RowArranger::setHeld(bool held)
{
    m_held = held;
    scheduleFollowUp();
}

void RowArranger::start()
{
    m_outdated = false;
    m_isOtherList = false;
    m_took.start();
    m_background.start(
        [rows = m_model->rows(), query = m_query, base = m_model->order(),
         pool = &m_pieces](const Background::Work &work) {
            return turnstone::rearrange(rows, query, base, work.stopped(), pool);
        },
        [this](const std::optional<Rearrangement> &steps) { finish(steps); });
}

void RowArranger::finish(const std::optional<Rearrangement> &steps)
{
    if (!steps || !m_model->rearrange(*steps)) {
        start();
        return;
    }
    m_pace = std::clamp(milliseconds(m_took.elapsed() * PaceFactor), FastestPace, SlowestPace);
    Q_EMIT arranged();
    if (m_isOtherList)
        start();
    else
        scheduleFollowUp();
}

void RowArranger::onRowsChanged()
{
    m_outdated = true;
    scheduleFollowUp();
}

void RowArranger::onListChanged()
{
    m_isOtherList = true;
    if (!isBusy())
        start();
}

void RowArranger::scheduleFollowUp()
{
    if (m_outdated && !m_held && !m_query.isNatural() && !isBusy() && !m_followUp.isActive())
        m_followUp.start(m_pace);
}

} // namespace turnstone
