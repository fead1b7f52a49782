// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/pagefacts.h"

#include <QByteArrayView>
#include <QUrl>

namespace turnstone {

/// Reads what a page says about itself. Pure and reentrant; linear time and bounded memory whatever the page
/// holds. body: content-decoded bytes, possibly cut at the body limit. contentTypeHeader: the whole value,
/// may be empty. url: the final address, against which the canonical address is resolved. What is no page
/// (JSON, PDF, pictures, plain text) has empty facts; that is not an error.
PageFacts parsePage(QByteArrayView body, QByteArrayView contentTypeHeader, const QUrl &url);

} // namespace turnstone
