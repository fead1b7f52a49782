// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/jsonleaves.h"
#include "core/input/listparser.h"

#include <QCoreApplication>

class QJsonDocument;

namespace turnstone {

/// One JSON document of at most 64 MiB: an array of addresses or of requests, or whatever an API answers, of
/// which one member is read.
class JsonParser final : public ListParser
{
    Q_DECLARE_TR_FUNCTIONS(JsonParser)

public:
    /// `wish`: the member's name; empty: the likeliest. `lenient`: what is no JSON after all is read as a
    /// text.
    JsonParser(RowCollector &rows, const QString &wish, bool lenient);
    void feed(QByteArrayView text) override;
    void finish() override;

private:
    void takeElements(const QString &column);
    void takeOther(const QString &error);

    const QString m_wish;
    const bool m_lenient;
    QByteArray m_text;
};

} // namespace turnstone
