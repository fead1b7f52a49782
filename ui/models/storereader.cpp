// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/storereader.h"

#include "core/store/project.h"

#include <QCoreApplication>

#include <utility>

namespace turnstone {

StoreReader::StoreReader(QObject *parent)
    : QObject(parent)
{
    m_thread.setObjectName(QStringLiteral("project questions"));
    m_hand.moveToThread(&m_thread);
    m_thread.start();
}

StoreReader::~StoreReader()
{
    ++m_generation;
    QMetaObject::invokeMethod(
        &m_hand, [this] { m_store.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void StoreReader::setPath(const QString &path)
{
    if (path == m_path)
        return;
    m_path = path;
    ++m_generation;
    // The file is let go at once: it may be about to be removed.
    QMetaObject::invokeMethod(&m_hand, [this] { m_store.reset(); });
}

void StoreReader::read(QObject *context, std::function<Outcome(Store &)> action,
                       std::function<void(const Outcome &)> done)
{
    const int generation = m_generation;
    const auto answer = [this, generation, guard = QPointer(context),
                         done = std::move(done)](const Outcome &outcome) {
        if (generation == m_generation && guard)
            done(outcome);
    };
    const auto readIt = [this, generation, answer, path = m_path, action = std::move(action)] {
        if (generation != m_generation)
            return;
        QMetaObject::invokeMethod(this, [answer, outcome = perform(path, action)] { answer(outcome); });
    };
    QMetaObject::invokeMethod(&m_hand, readIt);
}

Outcome StoreReader::perform(const QString &path, const std::function<Outcome(Store &)> &action)
{
    if (path.isEmpty())
        return Error{Error::Code::Unreadable, QCoreApplication::translate("Project", "No project is open.")};
    if (!m_store || m_openPath != path) {
        m_store.reset();
        Result<std::unique_ptr<Store>> opened = openProject(path, OpenMode::Read);
        if (!opened)
            return opened.error();
        m_store = std::move(opened).value();
        m_openPath = path;
    }
    return action(*m_store);
}

} // namespace turnstone
