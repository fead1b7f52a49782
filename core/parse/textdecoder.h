// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/encodinglabels.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringDecoder>

namespace turnstone::parse {

/// What Qt calls the converter of an encoding.
QByteArray converterName(Encoding encoding);

/// Decodes pieces of one page. A piece is taken by itself; what cannot be decoded becomes U+FFFD.
class TextDecoder final
{
public:
    explicit TextDecoder(Encoding encoding)
        : m_encoding(encoding)
    {}

    /// Whether markup in this encoding looks the same as in ASCII, byte by byte.
    static bool isAsciiCompatible(Encoding encoding);
    QString decode(QByteArrayView bytes);

private:
    QString decodeByTable(QByteArrayView bytes) const;

    Encoding m_encoding;
    QStringDecoder m_decoder; // made when first needed: most pages never need one
};

} // namespace turnstone::parse
