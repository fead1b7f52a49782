// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/resulttable.h"

#include "core/types/secrets.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>

namespace turnstone {

namespace {

QString printable(QString text)
{
    const auto unsafe = [](QChar c) {
        return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
    };
    std::replace_if(text.begin(), text.end(), unsafe, u' ');
    return text;
}

/// Cut or filled to a width in columns, wide East Asian characters counted as two.
QString fitted(const QString &text, int width)
{
    QString out;
    int used = 0;
    for (const char32_t point : text.toUcs4()) {
        const bool wide = point >= 0x1100 &&
                          (point <= 0x115f || (point >= 0x2e80 && point <= 0xa4cf) ||
                           (point >= 0xac00 && point <= 0xd7a3) || (point >= 0xf900 && point <= 0xfaff) ||
                           (point >= 0xfe30 && point <= 0xfe6f) || (point >= 0xff00 && point <= 0xff60) ||
                           (point >= 0xffe0 && point <= 0xffe6) || (point >= 0x1f300 && point <= 0x1faff) ||
                           (point >= 0x20000 && point <= 0x3fffd));
        const int columns = wide ? 2 : 1;
        if (used + columns > width - 1)
            break;
        out += QString::fromUcs4(&point, 1);
        used += columns;
    }
    return out + QString(std::max(0, width - used), u' ');
}

} // namespace

QString ResultTable::line(QByteArrayView url, const FetchResult &result)
{
    const QString status = result.status() ? QString::number(result.status()) : QString();
    const FetchAttempt *attempt = result.lastAttempt();
    const QString time = attempt ? QStringLiteral("%1 ms").arg(attempt->totalUs() / 1000) : QString();
    return fitted(verdictLabel(result.verdict), 18) + fitted(status, 5) + time.rightJustified(9) + u"  " +
           fitted(printable(result.facts.title), 38) +
           printable(QString::fromUtf8(shownAddress(url, result.verdict != Verdict::InvalidUrl)));
}

void ResultTable::row(QByteArrayView url, const FetchResult &result)
{
    if (!m_begun) {
        const QString head = fitted(QCoreApplication::translate("ResultTable", "Verdict"), 18) +
                             fitted(QString(), 5) +
                             QCoreApplication::translate("ResultTable", "Time").rightJustified(9) + u"  " +
                             fitted(QCoreApplication::translate("ResultTable", "Title"), 38) +
                             QCoreApplication::translate("ResultTable", "Address");
        std::printf("%s\n", head.toUtf8().constData());
        m_begun = true;
    }
    std::printf("%s\n", line(url, result).toUtf8().constData());
}

} // namespace turnstone
