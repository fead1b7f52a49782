// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/xmltext.h"

namespace turnstone {

namespace {

bool isForbidden(QChar c)
{
    const char16_t unit = c.unicode();
    return (unit < 0x20 && unit != '\t' && unit != '\n' && unit != '\r') || unit >= 0xFFFE;
}

} // namespace

QString xmlText(QStringView text)
{
    QString safe = text.toString();
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (isPair)
            ++i;
        else if (isForbidden(c) || c.isSurrogate())
            safe[i] = QChar::ReplacementCharacter;
    }
    return safe;
}

QString xmlText(QByteArrayView bytes)
{
    return xmlText(bytes.isValidUtf8() ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes));
}

} // namespace turnstone
