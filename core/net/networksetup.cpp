// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"

#include <QNetworkProxy>
#include <QNetworkProxyFactory>

#include <csignal>
#include <sys/resource.h>

namespace turnstone {

void prepareNetwork()
{
    // Worker threads do not need glib's event loop; without it they wake far less often.
    qputenv("QT_NO_THREADED_GLIB", "1");
    // Without a time zone in the environment glibc looks at /etc/localtime for every date in a header.
    if (!qEnvironmentVariableIsSet("TZ"))
        qputenv("TZ", ":/etc/localtime");
    // The managers answer "the default proxy" (see makeManager), so the default has to be none.
    QNetworkProxyFactory::setUseSystemConfiguration(false);
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
    std::signal(SIGPIPE, SIG_IGN);

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
