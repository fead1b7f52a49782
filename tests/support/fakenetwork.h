// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/accessmanager.h"

#include <QNetworkReply>
#include <QPointer>

#include <vector>

namespace turnstone {

/// A reply that does nothing but what the test tells it to do.
class FakeReply final : public QNetworkReply
{
    Q_OBJECT

public:
    FakeReply(const QNetworkRequest &request, const QByteArray &method, QObject *parent);

    /// The request went out on the wire (again).
    void send();
    /// The header arrives.
    void answer(int status, const QList<RawHeaderPair> &fields = {});
    /// Some of the body arrives.
    void deliver(const QByteArray &bytes);
    void finish();
    void fail(NetworkError error, const QString &text);

    const QByteArray &method() const { return m_method; }
    void abort() override {}
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    QByteArray m_method;
    QByteArray m_body;
};

/// A manager without a network: keeps its replies for the test, which may outlive them.
class FakeNetwork final : public AccessManager
{
    Q_OBJECT

public:
    using AccessManager::AccessManager;
    FakeReply *reply(int index = 0) const { return m_replies[size_t(index)]; }
    int replies() const { return int(m_replies.size()); }
    bool hasUpload() const { return m_upload != nullptr; } ///< the last request
    /// Puts what the last request brought along on the wire.
    QByteArray upload() { return m_upload ? m_upload->readAll() : QByteArray(); }

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *upload) override;

private:
    std::vector<QPointer<FakeReply>> m_replies;
    QPointer<QIODevice> m_upload;
};

} // namespace turnstone
