// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace turnstone {

/// Work on threads of its own, for an owner who wants only the newest of it: what is started replaces what is
/// under way. Answers come in the thread that made this, and none after cancel() or the end of this. Errors
/// are a part of the answer (`Result`).
class Background final
{
public:
    /// What the work sees of itself. Copies are of the same piece of work.
    class Work final
    {
    public:
        /// Nobody wants it to go on.
        bool isStopped() const { return m_state->stopped; }
        const std::atomic_bool &stopped() const { return m_state->stopped; }
        /// Calls this in the owner's thread, before the answer and in order.
        void tell(std::function<void()> what) const;

    private:
        friend class Background;
        struct State
        {
            std::atomic_bool stopped = false;
            std::atomic_bool isWanted = true; // by the owner, in whose thread it changes
            QObject *receiver = nullptr;
        };
        std::shared_ptr<State> m_state = std::make_shared<State>();
    };

    explicit Background(int threads = 1);
    /// Waits for what is under way; it sees that it is stopped.
    ~Background();
    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;

    /// `work(const Work &)` runs on another thread, then `done(its answer)` here. Both go with the answer, or
    /// soon after it is not wanted any more.
    template <typename Do, typename Done>
    void start(Do work, Done done)
    {
        launch([work = std::move(work), done = std::move(done)](const Work &self) mutable {
            if constexpr (std::is_void_v<std::invoke_result_t<Do &, const Work &>>) {
                work(self);
                return std::function<void()>(std::move(done));
            } else {
                auto answer = std::make_shared<std::invoke_result_t<Do &, const Work &>>(work(self));
                return std::function<void()>(
                    [answer, done = std::move(done)]() mutable { done(std::move(*answer)); });
            }
        });
    }
    /// Asks what is under way to end soon; its answer still comes.
    void stop();
    /// What is under way is not wanted any more.
    void cancel();
    /// An answer is to come.
    bool isBusy() const { return m_busy; }
    /// Not for pieces of a work that waits for them: what has not begun goes with cancel().
    QThreadPool &pool() { return m_pool; }

private:
    using Run = std::function<std::function<void()>(const Work &)>;
    void launch(Run run);

    QObject m_receiver; // goes with this, and what is on its way to it
    QThreadPool m_pool;
    Work m_current;
    bool m_busy = false;
};

} // namespace turnstone
