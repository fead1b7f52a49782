// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the thread sanitizer cannot see: Qt of the distribution is not instrumented, and what its queues,
// pools and mutexes put in order looks like a race. Tests of the tsan preset load this library before Qt. It
// stands in for the calls by which one thread hands something to another, tells the sanitizer of them, and
// passes them on. So nothing of our own has to be suppressed, and what goes round Qt's synchronisation is
// still reported.

#include <QFutureInterface>
#include <QFutureWatcher>
#include <QMutex>
#include <QObject>
#include <QRunnable>
#include <QThread>
#include <QThreadPool>

#include <dlfcn.h>

extern "C" {
// Weak: programs without the sanitizer inherit the library from a test that starts them.
void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));
void AnnotateIgnoreWritesBegin(const char *file, int line) __attribute__((weak));
void AnnotateIgnoreWritesEnd(const char *file, int line) __attribute__((weak));
}

namespace {

thread_local int writesIgnored = 0;
char poolWork; // an address that stands for all work that pools have done

void acquire(const void *key)
{
    if (__tsan_acquire)
        __tsan_acquire(const_cast<void *>(key));
}

void release(const void *key)
{
    if (__tsan_release)
        __tsan_release(const_cast<void *>(key));
}

void ignoreWrites(int change)
{
    if (!AnnotateIgnoreWritesBegin)
        return;
    for (; change > 0; --change, ++writesIgnored)
        AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    for (; change < 0; ++change, --writesIgnored)
        AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
}

/// What stands for a sender: it may be gone when what it sent arrives, and the sanitizer's record of its
/// memory with it. Two senders that share a cell hide at most a race between the two.
const void *cellOf(const QObject *sender)
{
    constexpr size_t count = 4096;
    static quint64 cells[count];
    return &cells[(reinterpret_cast<quintptr>(sender) >> 4) * 0x9E3779B97F4A7C15 >> 52];
}

/// The function that would have been called without this library.
template <typename Function>
Function next(const char *name)
{
    void *address = ::dlsym(RTLD_NEXT, name);
    if (!address)
        qFatal("Qt has no %s: tests/support/qtsync.cpp knows Qt 6.4", name);
    return reinterpret_cast<Function>(address);
}

/// Runs a slot with what its sender, or whoever invoked it, did before.
class TracedSlot final : public QtPrivate::QSlotObjectBase
{
public:
    TracedSlot(QtPrivate::QSlotObjectBase *slot, const QObject *sender, bool isOfPool)
        : QSlotObjectBase(&TracedSlot::carryOut)
        , m_slot(slot)
        , m_sender(sender)
        , m_isOfPool(isOfPool)
    {}

private:
    static void carryOut(int which, QSlotObjectBase *self, QObject *receiver, void **arguments, bool *result)
    {
        auto *traced = static_cast<TracedSlot *>(self);
        if (which == Destroy) {
            traced->m_slot->destroyIfLastRef();
            delete traced;
        } else if (which == Compare) {
            *result = traced->m_slot->compare(arguments);
        } else if (which == Call) {
            acquire(traced);
            if (traced->m_sender)
                acquire(cellOf(traced->m_sender));
            if (traced->m_isOfPool)
                acquire(&poolWork);
            const int ignored = writesIgnored;
            ignoreWrites(-ignored); // a direct call within activate()
            traced->m_slot->call(receiver, arguments);
            ignoreWrites(ignored);
            release(traced);                   // whoever waits for a blocking call
            release(QThread::currentThread()); // whoever waits for the thread
        }
    }

    QtPrivate::QSlotObjectBase *m_slot;
    const QObject *m_sender;
    bool m_isOfPool;
};

class TracedRunnable final : public QRunnable
{
public:
    explicit TracedRunnable(QRunnable *work)
        : m_work(work)
    {
        release(this);
    }
    void run() override
    {
        acquire(this);
        const bool isOurs = m_work->autoDelete();
        m_work->run();
        if (isOurs)
            delete m_work;
        release(&poolWork);
    }

private:
    QRunnable *m_work;
};

} // namespace

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type,
                                   void *ret)
{
    using Function = bool (*)(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *);
    static const auto pass = next<Function>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    auto *traced = new TracedSlot(slot, nullptr, false);
    traced->ref();
    release(traced);
    const bool isCalled = pass(object, traced, type, ret);
    if (type == Qt::BlockingQueuedConnection)
        acquire(traced);
    traced->destroyIfLastRef();
    return isCalled;
}

QMetaObject::Connection QObject::connectImpl(const QObject *sender, void **signal, const QObject *receiver,
                                             void **slotPtr, QtPrivate::QSlotObjectBase *slot,
                                             Qt::ConnectionType type, const int *types,
                                             const QMetaObject *senderMetaObject)
{
    using Function = QMetaObject::Connection (*)(const QObject *, void **, const QObject *, void **,
                                                 QtPrivate::QSlotObjectBase *, Qt::ConnectionType,
                                                 const int *, const QMetaObject *);
    static const auto pass =
        next<Function>("_ZN7QObject11connectImplEPKS_PPvS1_S3_PN9QtPrivate15QSlotObjectBaseEN2Qt"
                       "14ConnectionTypeEPKiPK11QMetaObject");
    const bool isOfPool = qobject_cast<const QFutureWatcherBase *>(sender) != nullptr;
    return pass(sender, signal, receiver, slotPtr, new TracedSlot(slot, sender, isOfPool), type, types,
                senderMetaObject);
}

/// A queued connection copies the arguments after this point, by operators that are compiled into the
/// program: these writes are not looked at, those of slots that are called directly are.
void QMetaObject::activate(QObject *sender, const QMetaObject *metaObject, int signal, void **arguments)
{
    using Function = void (*)(QObject *, const QMetaObject *, int, void **);
    static const auto pass = next<Function>("_ZN11QMetaObject8activateEP7QObjectPKS_iPPv");
    release(cellOf(sender));
    ignoreWrites(1);
    pass(sender, metaObject, signal, arguments);
    ignoreWrites(-1);
}

void QThreadPool::start(QRunnable *runnable, int priority)
{
    using Function = void (*)(QThreadPool *, QRunnable *, int);
    static const auto pass = next<Function>("_ZN11QThreadPool5startEP9QRunnablei");
    pass(this, new TracedRunnable(runnable), priority);
}

void QThreadPool::start(std::function<void()> work, int priority)
{
    start(QRunnable::create(std::move(work)), priority);
}

bool QThreadPool::waitForDone(int milliseconds)
{
    using Function = bool (*)(QThreadPool *, int);
    static const auto pass = next<Function>("_ZN11QThreadPool11waitForDoneEi");
    const bool isDone = pass(this, milliseconds);
    acquire(&poolWork);
    return isDone;
}

void QFutureInterfaceBase::waitForFinished()
{
    using Function = void (*)(QFutureInterfaceBase *);
    static const auto pass = next<Function>("_ZN20QFutureInterfaceBase15waitForFinishedEv");
    pass(this);
    acquire(&poolWork);
}

void QFutureInterfaceBase::waitForResult(int index)
{
    using Function = void (*)(QFutureInterfaceBase *, int);
    static const auto pass = next<Function>("_ZN20QFutureInterfaceBase13waitForResultEi");
    pass(this, index);
    acquire(&poolWork);
}

bool QThread::wait(QDeadlineTimer deadline)
{
    using Function = bool (*)(QThread *, QDeadlineTimer);
    static const auto pass = next<Function>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool isDone = pass(this, deadline);
    acquire(this);
    return isDone;
}

void QBasicMutex::lockInternal() noexcept
{
    using Function = void (*)(QBasicMutex *);
    static const auto pass = next<Function>("_ZN11QBasicMutex12lockInternalEv");
    pass(this);
    acquire(this);
}

void QBasicMutex::unlockInternal() noexcept
{
    using Function = void (*)(QBasicMutex *);
    static const auto pass = next<Function>("_ZN11QBasicMutex14unlockInternalEv");
    release(this);
    pass(this);
}
