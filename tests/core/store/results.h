// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/addresslist.h"
#include "core/types/fetchresult.h"

#include <QByteArray>

namespace turnstone {

/// A result whose every field depends on the seed; 0 to 3 attempts of 1 to 3 hops.
FetchResult makeResult(RowId row, int seed);
/// An ordinary page: one attempt, one hop, no headers.
FetchResult makePage(RowId row);
/// A result full of what breaks files: NULs, lone surrogates, bytes that are not UTF-8, long headers.
FetchResult makeHostile(RowId row);
/// What a project of that version keeps of a result: nothing of connections.
FetchResult asOfVersion3(FetchResult result);
ResultBatch batchOf(std::vector<FetchResult> results);

/// http://host-N.example/page-M, ordinary ones.
AddressList makeAddresses(int count);

/// What a result is, as bytes: every field takes part.
QByteArray bytesOf(const FetchResult &result);

} // namespace turnstone
