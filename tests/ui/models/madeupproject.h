// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/addresslist.h"
#include "core/types/fetchresult.h"
#include "core/types/run.h"

#include <QString>

#include <vector>

namespace turnstone::test {

/// http://site.example/page-N
AddressList pageAddresses(int count);
/// A page that answered 200 after 40 ms.
FetchResult page(RowId row, const QString &title);
FetchResult brokenPage(RowId row);
void setTotal(FetchResult &result, qint64 totalUs);

/// A project file with these runs over `addresses`, one after the other. A failure ends the test.
void makeProject(const QString &path, const AddressList &addresses,
                 const std::vector<std::vector<FetchResult>> &runs);

/// The usual one: ten pages; in the second run page 2 is broken, page 3 has another title, page 4 is slower,
/// page 5 leads elsewhere, page 6 is gone, and page 9 is new.
void makeUsualProject(const QString &path);

} // namespace turnstone::test
