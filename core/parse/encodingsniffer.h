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
    /// What a meta element of the page says goes before it, wherever that stands.
    bool isTentative = false;
};

/// The encoding of a page as the HTML standard finds it: byte-order mark, label of the Content-Type header,
/// meta elements of the first 1,024 bytes; then valid UTF-8, then what uchardet guesses, then windows-1252.
SniffedEncoding sniffHtmlEncoding(QByteArrayView body, QByteArrayView headerLabel);
/// Likewise for XML: byte-order mark, header, XML declaration, UTF-8.
SniffedEncoding sniffXmlEncoding(QByteArrayView body, QByteArrayView headerLabel);

/// What the first 1,024 bytes declare (metaprescan.cpp).
std::optional<Encoding> prescanMeta(QByteArrayView body);
/// What a meta element means by the value of its charset or, where that is a content type, of its content:
/// it could be read, so it is not in UTF-16.
std::optional<Encoding> encodingInMeta(QByteArrayView charset);
std::optional<Encoding> encodingInMetaContent(QByteArrayView content);
std::optional<Encoding> prescanXmlDeclaration(QByteArrayView body);

} // namespace turnstone::parse
