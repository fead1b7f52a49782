// SPDX-License-Identifier: GPL-3.0-or-later
// Lists and results made up from a seed, for the tests of the table.
#pragma once

#include "core/types/addresslist.h"
#include "core/types/fetchresult.h"

#include <QRandomGenerator>

namespace turnstone::test {

/// `count` addresses on `hosts` hosts: http://host7.example/page/123.
AddressList madeUpAddresses(int count, int hosts = 10);
/// A list of one row that is no address.
AddressList invalidAddress();
/// A result of that row: any verdict, with a title, a type and times where it was answered.
FetchResult madeUpResult(RowId row, QRandomGenerator &random);
FetchResult resultOf(RowId row, Verdict verdict, quint16 status, const QString &title = {},
                     qint64 totalUs = 1000);

} // namespace turnstone::test
