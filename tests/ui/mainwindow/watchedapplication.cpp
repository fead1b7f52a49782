// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/mainwindow/watchedapplication.h"

#include <QMetaEnum>
#include <QThread>

namespace turnstone::test {

namespace {

const char *nameOf(const QObject *object)
{
    return object ? object->metaObject()->className() : "nobody";
}

} // namespace

void WatchedApplication::reset()
{
    m_worstNs = 0;
    m_worstEvent.clear();
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (m_inside || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    // The receiver and the event may be gone afterwards.
    const char *const name = nameOf(receiver);
    const char *const parent = nameOf(receiver->parent());
    const QEvent::Type type = event->type();
    QElapsedTimer took;
    took.start();
    m_inside = true;
    const bool accepted = QApplication::notify(receiver, event);
    m_inside = false;
    if (took.nsecsElapsed() > m_worstNs) {
        m_worstNs = took.nsecsElapsed();
        m_worstEvent = QStringLiteral("%1 of %2, %3")
                           .arg(QLatin1StringView(name), QLatin1StringView(parent),
                                QLatin1StringView(QMetaEnum::fromType<QEvent::Type>().valueToKey(type)));
    }
    return accepted;
}

} // namespace turnstone::test
