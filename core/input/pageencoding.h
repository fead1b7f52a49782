// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/encodinglabels.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace turnstone {

/// A text in the encoding of this label as UTF-8. What is UTF-8 already, and lines that are not what the
/// label says, stay as they are.
QByteArray decodedByLabel(QByteArrayView text, QByteArrayView label);

/// How the addresses of a page are sent whose bytes are not UTF-8 (URL standard).
class PageEncoding final
{
public:
    /// `declared`: nothing where the page is UTF-8, or does not say what it is.
    explicit PageEncoding(std::optional<parse::Encoding> declared = {});

    /// A tag as UTF-8, with U+FFFD for bytes that mean nothing, or as it is where no encoding is declared.
    QByteArray toUtf8(QByteArrayView tag) const;
    /// The target of a link, its query as bytes of the page's encoding.
    QByteArray sentTarget(const QByteArray &target) const;

private:
    std::optional<parse::Encoding> m_encoding;
};

} // namespace turnstone
