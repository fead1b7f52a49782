// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectreading.h"

#include "app/cli/terminal.h"

#include <QCoreApplication>

#include <cstdio>
#include <unistd.h>

namespace turnstone {

Result<AddressList> readAddressList(Store &store)
{
    AddressList addresses;
    const Outcome read = store.readAddresses([&addresses](std::shared_ptr<const AddressBlock> block) {
        addresses.append(std::move(block));
        return true;
    });
    if (!read)
        return read.error();
    return addresses;
}

StoreProgress sayHowFarForward(const QString &path)
{
    if (isatty(STDERR_FILENO) != 1)
        return {};
    return [path](qint64 done, qint64 total) {
        const QString line =
            QCoreApplication::translate("ProjectReading",
                                        "%1 is taken forward to this version: %2 % of %3 results")
                .arg(path, QString::number(total > 0 ? done * 100 / total : 100), grouped(total));
        std::fprintf(stderr, "\r%s%s", line.toUtf8().constData(), done == total ? "\n" : "");
        return true;
    };
}

} // namespace turnstone
