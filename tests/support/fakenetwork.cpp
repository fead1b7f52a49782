// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakenetwork.h"

#include <algorithm>
#include <cstring>

namespace turnstone {

FakeReply::FakeReply(const QNetworkRequest &request, const QByteArray &method, QObject *parent)
    : QNetworkReply(parent)
    , m_method(method)
{
    setRequest(request);
    setUrl(request.url());
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

void FakeReply::send()
{
    Q_EMIT requestSent();
}

void FakeReply::answer(int status, const QList<RawHeaderPair> &fields)
{
    setAttribute(QNetworkRequest::HttpStatusCodeAttribute, status);
    for (const auto &[name, value] : fields)
        setRawHeader(name, value);
    Q_EMIT metaDataChanged();
}

void FakeReply::deliver(const QByteArray &bytes)
{
    m_body += bytes;
    Q_EMIT readyRead();
}

void FakeReply::finish()
{
    setFinished(true);
    Q_EMIT finished();
}

void FakeReply::fail(NetworkError error, const QString &text)
{
    setError(error, text);
    Q_EMIT errorOccurred(error);
    finish();
}

qint64 FakeReply::bytesAvailable() const
{
    return m_body.size();
}

qint64 FakeReply::readData(char *data, qint64 maxSize)
{
    const qint64 count = std::min<qint64>(maxSize, m_body.size());
    if (count == 0)
        return isFinished() ? -1 : 0;
    std::memcpy(data, m_body.constData(), size_t(count));
    m_body.remove(0, count);
    return count;
}

QNetworkReply *FakeNetwork::createRequest(Operation operation, const QNetworkRequest &request,
                                          QIODevice *upload)
{
    const QByteArray method = operation == GetOperation ? "GET"
                              : operation == HeadOperation
                                  ? "HEAD"
                                  : request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
    m_upload = upload;
    auto *reply = new FakeReply(request, method, this);
    m_replies.emplace_back(reply);
    return reply;
}

} // namespace turnstone
