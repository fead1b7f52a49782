// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QImage>
#include <QString>

namespace turnstone {

/// What can be shown of a body. Everything in it is bounded, whatever came.
struct BodyPreview
{
    enum class Kind : quint8 { Empty, NotKept, Text, Json, Picture, Binary };

    Kind kind = Kind::Empty;
    QString summary; ///< type, encoding, size: one line
    QString notes;   ///< what was left out or changed, in sentences; empty: nothing
    QString text;    ///< plain text; for binary a hex dump of the beginning
    QImage picture;
};

/// Decodes and judges; slow for large bodies, so call it outside the GUI thread. Nothing in the body is run
/// or loaded.
BodyPreview previewOf(const FetchResult &result);

} // namespace turnstone
