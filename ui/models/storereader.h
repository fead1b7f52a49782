// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace turnstone {

/// Reads a project on a connection and in a thread of its own, beside whoever writes it, and answers later in
/// the thread of its creator. Nothing here waits but the destructor, for the reading under way.
class StoreReader final : public QObject
{
    Q_OBJECT

public:
    explicit StoreReader(QObject *parent = nullptr);
    ~StoreReader() override;

    /// The file to read from; empty: none. What was asked of another one is not answered any more.
    void setPath(const QString &path);
    const QString &path() const { return m_path; }

    /// `action` runs in the reader's thread, `done` in this one; not at all once `context` is gone.
    void read(QObject *context, std::function<Outcome(Store &)> action,
              std::function<void(const Outcome &)> done);

    /// The same for a question with an answer.
    template <typename T>
    void ask(QObject *context, std::function<Result<T>(Store &)> question,
             std::function<void(const Result<T> &)> done)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        const auto action = [answer, question = std::move(question)](Store &store) {
            *answer = question(store);
            return success();
        };
        read(context, action, [answer, done = std::move(done)](const Outcome &outcome) {
            done(outcome ? **answer : Result<T>(outcome.error()));
        });
    }

private:
    Outcome perform(const QString &path, const std::function<Outcome(Store &)> &action);

    QString m_path;
    std::atomic_int m_generation = 0;
    QThread m_thread;
    QObject m_hand;                 // lives in m_thread
    std::unique_ptr<Store> m_store; // touched in m_thread only
    QString m_openPath;             // likewise
};

} // namespace turnstone
