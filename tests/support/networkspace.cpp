// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/networkspace.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <thread>

namespace turnstone {

namespace {

constexpr int ExitCannotEnter = 125;

bool write(const char *path, const QByteArray &text)
{
    const Descriptor file(::open(path, O_WRONLY | O_CLOEXEC));
    return file.isOpen() && ::write(file.number(), text.constData(), size_t(text.size())) == text.size();
}

void raiseLoopback()
{
    const Descriptor any(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    if (::ioctl(any.number(), SIOCSIFFLAGS, &request) != 0)
        qFatal("cannot raise the loopback device of a network namespace: %s", std::strerror(errno));
}

/// Between fork and exec: system calls only.
void mountOver(const char *target, const QByteArray &source)
{
    if (!source.isEmpty() && ::mount(source.constData(), target, nullptr, MS_BIND, nullptr) != 0)
        ::_exit(ExitCannotEnter);
}

} // namespace

void NetworkSpace::askForPermission()
{
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (user == 0 || ::unshare(CLONE_NEWUSER) != 0)
        return;
    if (!write("/proc/self/setgroups", "deny") ||
        !write("/proc/self/uid_map", "0 " + QByteArray::number(user) + " 1") ||
        !write("/proc/self/gid_map", "0 " + QByteArray::number(group) + " 1"))
        qWarning("this user has no part in the user namespace");
}

QString NetworkSpace::reasonAgainst()
{
    int forbidden = 0;
    std::thread([&forbidden] {
        if (::unshare(CLONE_NEWNET) != 0 || ::unshare(CLONE_NEWNS) != 0 ||
            ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            forbidden = errno;
    }).join();
    if (forbidden != 0)
        return QStringLiteral("network namespaces are not permitted here (%1); root or user namespaces make "
                              "this test run")
            .arg(QString::fromLocal8Bit(std::strerror(forbidden)));
    return {};
}

NetworkSpace::NetworkSpace()
{
    std::thread([this] {
        if (::unshare(CLONE_NEWNET) != 0)
            qFatal("cannot make a network namespace: %s", std::strerror(errno));
        m_space = Descriptor(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
        raiseLoopback();
    }).join();
}

void NetworkSpace::run(const std::function<void()> &work) const
{
    std::thread([this, &work] {
        if (::setns(m_space.number(), CLONE_NEWNET) != 0)
            qFatal("cannot enter a network namespace: %s", std::strerror(errno));
        work();
    }).join();
}

void NetworkSpace::putInto(QProcess &process, const QString &resolvConf, const QString &nsswitchConf) const
{
    constexpr auto source = [](const QString &path, const char *target) {
        return QFile::exists(QLatin1StringView(target)) ? QFile::encodeName(path) : QByteArray();
    };
    const QByteArray resolv = source(resolvConf, "/etc/resolv.conf");
    const QByteArray nsswitch = source(nsswitchConf, "/etc/nsswitch.conf");
    process.setChildProcessModifier([space = m_space.number(), resolv, nsswitch] {
        if (::setns(space, CLONE_NEWNET) != 0)
            ::_exit(ExitCannotEnter);
        if (resolv.isEmpty() && nsswitch.isEmpty())
            return;
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            ::_exit(ExitCannotEnter);
        mountOver("/etc/resolv.conf", resolv);
        mountOver("/etc/nsswitch.conf", nsswitch);
    });
}

bool NetworkSpace::ip(const QStringList &arguments) const
{
    QProcess process;
    putInto(process);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    // Not in the path of an ordinary user.
    QString program = QStandardPaths::findExecutable(QStringLiteral("ip"));
    if (program.isEmpty())
        program = QStringLiteral("/usr/sbin/ip");
    process.start(program, arguments);
    const bool isDone = process.waitForFinished() && process.exitCode() == 0;
    if (!isDone)
        qWarning("ip %s: it failed", qPrintable(arguments.join(u' ')));
    return isDone;
}

QString NetworkSpace::path() const
{
    return QStringLiteral("/proc/%1/fd/%2").arg(::getpid()).arg(m_space.number());
}

} // namespace turnstone
