// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace turnstone {

/// A text that is looked for in others, in any letter case. Made for a million of them: ASCII is compared as
/// bytes. Usable from several threads at a time.
class SearchedText final
{
public:
    explicit SearchedText(const QString &text);

    /// An empty one is found only in what is empty.
    bool isIn(QByteArrayView utf8) const;

private:
    QString m_text;
    QByteArray m_folded; // lower case, UTF-8
    bool m_isAscii;
};

/// Whether `text` is `folded`, which is lower case, but for the case of its ASCII letters.
bool equalsFolded(QByteArrayView text, QByteArrayView folded);

} // namespace turnstone
