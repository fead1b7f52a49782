// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/jsonbytes.h"

#include <QJsonObject>

#include <algorithm>

namespace turnstone {

namespace {

constexpr QLatin1StringView Base64("base64");

} // namespace

bool isPlainText(QByteArrayView bytes)
{
    uchar all = 0;
    for (const char c : bytes) {
        if (c == '\0')
            return false;
        all |= uchar(c);
    }
    if (all < 0x80)
        return true;
    return bytes.isValidUtf8() && !bytes.startsWith("\xEF\xBB\xBF") && !bytes.contains("\xEF\xBF\xBE") &&
           !bytes.contains("\xEF\xBF\xBF");
}

QJsonValue bytesToJson(const QByteArray &bytes)
{
    if (isPlainText(bytes))
        return QString::fromUtf8(bytes);
    return QJsonObject{{Base64, QString::fromLatin1(bytes.toBase64())}};
}

QByteArray bytesFromJson(const QJsonValue &value)
{
    if (value.isObject())
        return QByteArray::fromBase64(value.toObject().value(Base64).toString().toLatin1());
    return value.toString().toUtf8();
}

QJsonArray headersToJson(const HeaderList &headers)
{
    QJsonArray array;
    for (const auto &[name, value] : headers)
        array.append(QJsonArray{bytesToJson(name), bytesToJson(value)});
    return array;
}

HeaderList headersFromJson(const QJsonArray &array)
{
    HeaderList headers;
    headers.reserve(array.size());
    for (const QJsonValue &each : array) {
        const QJsonArray pair = each.toArray();
        headers.emplace_back(bytesFromJson(pair.at(0)), bytesFromJson(pair.at(1)));
    }
    return headers;
}

} // namespace turnstone
