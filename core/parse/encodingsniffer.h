// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/encodinglabels.h"

#include <QByteArrayView>

#include <optional>

namespace turnstone::parse {

struct SniffedEncoding
{
    Encoding encoding = Encoding::Windows1252;
    int bomLength = 0; ///< bytes to skip at the start
};

/// The encoding of a page as the HTML standard finds it: byte-order mark, label of the Content-Type header,
/// meta elements of the first 1,024 bytes; then valid UTF-8, then what uchardet guesses, then windows-1252.
SniffedEncoding sniffHtmlEncoding(QByteArrayView body, QByteArrayView headerLabel);
/// Likewise for XML: byte-order mark, header, XML declaration, UTF-8.
SniffedEncoding sniffXmlEncoding(QByteArrayView body, QByteArrayView headerLabel);

/// What the first 1,024 bytes declare (metaprescan.cpp).
std::optional<Encoding> prescanMeta(QByteArrayView body);
std::optional<Encoding> prescanXmlDeclaration(QByteArrayView body);

} // namespace turnstone::parse
