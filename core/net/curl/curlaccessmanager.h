// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/accessmanager.h"

#include <memory>

namespace turnstone {

class CurlLoop;

/// Fetches by libcurl. All managers of a thread share its connections. Redirects are the caller's; a cache
/// is not used; proxies are asked for as Qt does, credentials for them are those of the QNetworkProxy.
class CurlAccessManager final : public AccessManager
{
    Q_OBJECT

public:
    explicit CurlAccessManager(QObject *parent = nullptr);
    ~CurlAccessManager() override;

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *outgoing) override;

private:
    std::shared_ptr<CurlLoop> m_loop;
};

} // namespace turnstone
