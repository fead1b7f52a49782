// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

class QDataStream;

namespace turnstone {

/// One result in the temporary file of one run; not a format to keep.
void writeResult(QDataStream &stream, const FetchResult &result, bool withBody);
/// False where the bytes are not what writeResult() wrote.
bool readResult(QDataStream &stream, FetchResult &result);

} // namespace turnstone
