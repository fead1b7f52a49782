// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace turnstone {

/// A request body that can be read once. When a connection closes before an answer, Qt's network layer sends
/// the request again by itself, a POST too; a body that cannot be rewound makes it report the loss instead.
class OneShotUpload final : public QIODevice
{
    Q_OBJECT

public:
    explicit OneShotUpload(QByteArray data);

    qint64 size() const override { return m_data.size(); }
    bool isSequential() const override { return false; }
    bool seek(qint64 position) override;
    bool reset() override;
    /// Some of it was handed over, which Qt asks for when the connection is there: it may be on the wire.
    bool wasRead() const { return m_read > 0; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 maxSize) override;

private:
    QByteArray m_data;
    qint64 m_read = 0;
};

} // namespace turnstone
