// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"

#include "core/net/tunnelguard.h"

#include <QNetworkProxy>
#include <QNetworkProxyFactory>

#include <csignal>
#include <cstdint>
#include <sys/resource.h>

/// In the place of the GSSAPI's (RFC 2744, 5.2), which Qt asks for a Kerberos ticket wherever somebody
/// answers with Negotiate: in the thread of all its connections, which stand still while name servers are
/// asked who that is. The linker takes what the program has before what its libraries have.
extern "C" [[gnu::visibility("default"), gnu::used]] std::uint32_t
gss_acquire_cred(std::uint32_t *minorStatus, void *desiredName, std::uint32_t timeRequired,
                 void *desiredMechanisms, int usage, void **credential, void **actualMechanisms,
                 std::uint32_t *timeGranted);

std::uint32_t gss_acquire_cred(std::uint32_t *minorStatus, void *, std::uint32_t, void *, int,
                               void **credential, void **, std::uint32_t *)
{
    constexpr std::uint32_t noCredentials = 7U << 16; // GSS_S_NO_CRED
    *minorStatus = 0;
    *credential = nullptr;
    return noCredentials;
}

namespace turnstone {

namespace {

QtMessageHandler nextHandler = nullptr;

/// Qt says this of a proxy's credentials that it keeps for two requests at once, user and all. Its category
/// is that of everything.
void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (!message.startsWith(QLatin1StringView("QNetworkAccessCache::addEntry: overriding")))
        nextHandler(type, context, message);
}

} // namespace

void prepareNetwork()
{
    if (const QtMessageHandler before = qInstallMessageHandler(&handleMessage); before != &handleMessage)
        nextHandler = before;
    // Worker threads do not need glib's event loop; without it they wake far less often.
    qputenv("QT_NO_THREADED_GLIB", "1");
    // Without a time zone in the environment glibc looks at /etc/localtime for every date in a header.
    if (!qEnvironmentVariableIsSet("TZ"))
        qputenv("TZ", ":/etc/localtime");
    // The managers answer "the default proxy" (see makeManager), so the default has to be none.
    QNetworkProxyFactory::setUseSystemConfiguration(false);
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
    std::signal(SIGPIPE, SIG_IGN);
    guardTunnels();

    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

int mostConnections()
{
    static const int most = [] {
        constexpr rlim_t others = 44; // threads, files, timers of a crawl with a project
        constexpr rlim_t enough = 1'000'000;
        rlimit files{};
        if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur > enough)
            return int(enough);
        // Look-ups, idle connections and the threads of further managers have the other half.
        return files.rlim_cur < others + 2 ? 1 : int((files.rlim_cur - others) / 2);
    }();
    return most;
}

} // namespace turnstone
