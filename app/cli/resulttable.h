// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QByteArrayView>

namespace turnstone {

/// Results as aligned lines for people, on standard output. Control characters of pages never reach the
/// terminal.
class ResultTable final
{
public:
    void row(QByteArrayView url, const FetchResult &result);

    static QString line(QByteArrayView url, const FetchResult &result);

private:
    bool m_begun = false;
};

} // namespace turnstone
