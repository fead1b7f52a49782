// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testsite.h"

#include <sys/resource.h>

namespace turnstone {

TestSite::TestSite()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    Result<std::unique_ptr<DemoSite>> site = DemoSite::start({});
    if (!site)
        qFatal("%s", qPrintable(site.error().message));
    m_site = std::move(site).value();
}

QByteArray TestSite::text(QStringView path, QStringView host) const
{
    return address(path, host).toEncoded();
}

} // namespace turnstone
