// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/background.h"

#include "core/base/backgroundthread.h"

namespace turnstone {

void Background::Work::tell(std::function<void()> what) const
{
    QMetaObject::invokeMethod(
        m_state->receiver,
        [state = m_state, what = std::move(what)] {
            if (state->isWanted)
                what();
        },
        Qt::QueuedConnection);
}

Background::Background(int threads)
{
    m_pool.setMaxThreadCount(threads);
}

Background::~Background()
{
    cancel();
    m_pool.waitForDone();
}

void Background::launch(Run run)
{
    cancel();
    m_current = Work();
    m_current.m_state->receiver = &m_receiver;
    m_busy = true;
    m_pool.start([this, self = m_current, run = std::move(run)]() mutable {
        markAsBackgroundThread();
        if (!self.m_state->isWanted)
            return;
        self.tell([this, done = run(self)] {
            m_busy = false;
            done();
        });
    });
}

void Background::stop()
{
    m_current.m_state->stopped = true;
}

void Background::cancel()
{
    stop();
    m_current.m_state->isWanted = false;
    m_busy = false;
    m_pool.clear();
}

} // namespace turnstone
