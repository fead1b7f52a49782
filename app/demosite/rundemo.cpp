// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/rundemo.h"

#include "app/demosite/demosite.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/resource.h>

namespace turnstone {

namespace {

/// A connection costs a descriptor, and the usual limit of 1,024 is soon reached.
void allowManyConnections()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace

int runDemo(quint16 port)
{
    allowManyConnections();
    // Blocked before the site's thread begins, so that it inherits the mask and only sigwait() takes them.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    struct sigaction hangup = {};
    if (sigaction(SIGHUP, nullptr, &hangup) == 0 && hangup.sa_handler != SIG_IGN) // as under nohup
        sigaddset(&ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    const Result<std::unique_ptr<DemoSite>> site = DemoSite::start({port});
    if (!site) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(site.error().message));
        return 2;
    }
    std::printf("Demo site: %s\n", qUtf8Printable(site.value()->address(u"/").toString()));
    if (std::fflush(stdout) != 0) { // nobody would know the address
        std::fprintf(stderr, "Cannot write to standard output: %s.\n", std::strerror(errno));
        return 2;
    }
    int signal = 0;
    sigwait(&ends, &signal);
    return 0;
}

} // namespace turnstone
