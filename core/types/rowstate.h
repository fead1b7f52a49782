// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/rowid.h"
#include "core/types/verdict.h"

#include <QByteArray>

namespace turnstone {

/// What a table shows of an address. Negative numbers: not known.
struct RowState
{
    RowId row = 0;
    bool hasResult = false; ///< all below `owed` mean nothing without one
    bool isLost = false;    ///< its result is not there any more: the project is damaged
    bool owed = false;      ///< a run still has to fetch it
    bool removed = false;   ///< it is out of the list
    Verdict verdict = Verdict::Cancelled;
    quint16 status = 0; ///< 0: no answer
    quint8 tries = 0;
    quint8 redirects = 0; ///< of the last try
    qint64 bytes = -1;
    qint64 ttfbUs = -1;
    qint64 totalUs = -1;
    QByteArray title; ///< UTF-8
    QByteArray contentType;
};

} // namespace turnstone
