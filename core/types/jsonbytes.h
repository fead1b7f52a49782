// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes in JSON: a string where they are plain UTF-8 text, else {"base64": "..."}.
#pragma once

#include "core/types/fetchrequest.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonArray>
#include <QJsonValue>

namespace turnstone {

/// UTF-8 that every reader of JSON and SQL gives back unchanged: no NUL, no U+FFFE or U+FFFF, no byte-order
/// mark in front.
bool isPlainText(QByteArrayView bytes);

QJsonValue bytesToJson(const QByteArray &bytes);
/// Empty where the value is neither of the two.
QByteArray bytesFromJson(const QJsonValue &value);

/// [[name, value], ...] in the order of the list.
QJsonArray headersToJson(const HeaderList &headers);
HeaderList headersFromJson(const QJsonArray &array);

} // namespace turnstone
