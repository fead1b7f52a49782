// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace turnstone::parse {

/// A Content-Type header value, taken apart leniently.
struct MediaType
{
    QByteArray essence; ///< "text/html": lower case, without parameters; empty: none that can be used
    QByteArray charset; ///< the label as it stands, without quotes
};

MediaType mediaTypeOf(QByteArrayView header);

enum class PageKind : quint8 {
    None, ///< no page: JSON, pictures, plain text, ...
    Html,
    Xml,    ///< XHTML, SVG, feeds: the root element tells
    Unknown ///< the server does not say: the bytes must tell
};

PageKind pageKindOf(const QByteArray &essence);
/// Html, Xml or None, by the first bytes, as the MIME Sniffing standard tells pages from other things.
PageKind sniffPageKind(QByteArrayView body);

} // namespace turnstone::parse
