// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace turnstone {

/// Walks over JSON text without reading values into memory: a body must be sent as it is written, with the
/// order of its keys and every digit of its numbers.
class JsonScan final
{
public:
    explicit JsonScan(QByteArrayView text)
        : m_text(text)
    {}

    /// The next byte that is no white space; '\0' at the end.
    char peek();
    bool take(char c);
    /// The text of the next value; empty where there is none.
    QByteArrayView value();
    qsizetype position() const { return m_at; }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
};

} // namespace turnstone
