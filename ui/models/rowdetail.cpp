// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowdetail.h"

namespace turnstone {

QByteArray rowDetailOf(const FetchResult &result, RowDetail detail)
{
    switch (detail) {
    case RowDetail::Reason:
        return result.reason.toUtf8();
    case RowDetail::FinalAddress:
        return result.redirects() > 0 ? result.lastHop()->url : QByteArray();
    case RowDetail::Description:
        return result.facts.description.toUtf8();
    case RowDetail::Heading:
        return result.facts.h1.toUtf8();
    case RowDetail::Canonical:
        return result.facts.canonical.toUtf8();
    }
    return {};
}

} // namespace turnstone
