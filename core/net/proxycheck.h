// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/resolver.h"

#include <QTcpSocket>
#include <QUrl>

#include <chrono>

namespace turnstone {

/// Asks whether somebody listens at a proxy's address. Emits finished() once, from the event loop and after
/// `timeout` at most; its end ends the question at once.
class ProxyCheck final : public QObject
{
    Q_OBJECT

public:
    explicit ProxyCheck(QUrl proxy, std::chrono::milliseconds timeout = std::chrono::seconds(3));

Q_SIGNALS:
    void finished(const turnstone::Outcome &outcome);

private:
    void connectThere();
    void fail(const QString &why);
    void conclude(const Outcome &outcome);

    QUrl m_proxy;
    Resolver::Pool m_pool; // nobody waits for a name at the end
    QTcpSocket m_socket;
    bool m_concluded = false;
};

} // namespace turnstone
