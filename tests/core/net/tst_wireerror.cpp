// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/wireerror.h"

#include <QTest>

using namespace turnstone;
using Error = QNetworkReply::NetworkError;

/// What Qt's errors mean.
class TestWireError final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAlertIsOfTls_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("hasHeader");
        QTest::addColumn<FetchError>("error");
        QTest::newRow("an alert") << u"Error while reading: error:0A00045C:SSL routines::tlsv13 alert "
                                     u"certificate required"_qs
                                  << false << FetchError::Tls;
        QTest::newRow("an alert in the body")
            << u"Error while reading: error:0A000412:SSL routines::alert"_qs << true << FetchError::Truncated;
        QTest::newRow("anything") << u"Network unreachable"_qs << false << FetchError::Unreachable;
    }

    void anAlertIsOfTls()
    {
        QFETCH(QString, text);
        QFETCH(bool, hasHeader);
        QTEST(fetchErrorOf(QNetworkReply::UnknownNetworkError, hasHeader, text), "error");
    }

    void withoutAConnectionNothingWasSent_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<bool>("isUnsent");
        QTest::newRow("refused") << QNetworkReply::ConnectionRefusedError << true;
        QTest::newRow("no such host") << QNetworkReply::HostNotFoundError << true;
        QTest::newRow("the proxy refused") << QNetworkReply::ProxyConnectionRefusedError << true;
        QTest::newRow("no such proxy") << QNetworkReply::ProxyNotFoundError << true;
        QTest::newRow("closed") << QNetworkReply::RemoteHostClosedError << false;
        QTest::newRow("the proxy closed") << QNetworkReply::ProxyConnectionClosedError << false;
        QTest::newRow("in no time") << QNetworkReply::TimeoutError << false;
        QTest::newRow("unknown") << QNetworkReply::UnknownNetworkError << false;
    }

    void withoutAConnectionNothingWasSent()
    {
        QFETCH(Error, error);
        QTEST(isWithoutConnection(error), "isUnsent");
    }

    /// Qt makes an error of what is an answer.
    void aStatusIsNoErrorOfTheWire_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isStatus");
        QTest::newRow("400") << QNetworkReply::ProtocolInvalidOperationError << 400 << true;
        QTest::newRow("403") << QNetworkReply::ContentAccessDenied << 403 << true;
        QTest::newRow("404") << QNetworkReply::ContentNotFoundError << 404 << true;
        QTest::newRow("407") << QNetworkReply::ProxyAuthenticationRequiredError << 407 << true;
        QTest::newRow("418") << QNetworkReply::UnknownContentError << 418 << true;
        QTest::newRow("500") << QNetworkReply::InternalServerError << 500 << true;
        QTest::newRow("307 to a body that is gone") << QNetworkReply::ContentReSendError << 307 << true;
        QTest::newRow("500 to a body that is gone") << QNetworkReply::ContentReSendError << 500 << false;
        QTest::newRow("404 that breaks off") << QNetworkReply::RemoteHostClosedError << 404 << false;
        QTest::newRow("404 in a broken coding") << QNetworkReply::ProtocolFailure << 404 << false;
        QTest::newRow("a proxy that wants a password")
            << QNetworkReply::ProxyAuthenticationRequiredError << 0 << false;
        QTest::newRow("200") << QNetworkReply::UnknownContentError << 200 << false;
    }

    void aStatusIsNoErrorOfTheWire()
    {
        QFETCH(Error, error);
        QFETCH(int, status);
        QTEST(isStatusError(error, status), "isStatus");
    }

    void whoseFailureItIs_data()
    {
        QTest::addColumn<QNetworkProxy::ProxyType>("proxy");
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<FetchError>("becomes");
        const auto row = [](const char *name, QNetworkProxy::ProxyType proxy, FetchError error,
                            FetchError becomes) { QTest::newRow(name) << proxy << error << becomes; };
        row("unreachable", QNetworkProxy::NoProxy, FetchError::Unreachable, FetchError::Unreachable);
        row("unreachable by HTTP", QNetworkProxy::HttpProxy, FetchError::Unreachable,
            FetchError::ProxyFailed);
        row("unreachable by SOCKS", QNetworkProxy::Socks5Proxy, FetchError::Unreachable,
            FetchError::ProxyFailed);
        row("refused by HTTP", QNetworkProxy::HttpProxy, FetchError::Refused, FetchError::ProxyFailed);
        row("refused by SOCKS", QNetworkProxy::Socks5Proxy, FetchError::Refused, FetchError::Refused);
        row("not found by HTTP", QNetworkProxy::HttpProxy, FetchError::HostNotFound, FetchError::ProxyFailed);
        row("not found by SOCKS", QNetworkProxy::Socks5Proxy, FetchError::HostNotFound,
            FetchError::HostNotFound);
        row("a bad certificate", QNetworkProxy::HttpProxy, FetchError::Tls, FetchError::Tls);
    }

    void whoseFailureItIs()
    {
        QFETCH(QNetworkProxy::ProxyType, proxy);
        QFETCH(FetchError, error);
        QTEST(withProxy(error, QNetworkProxy(proxy)), "becomes");
    }
};

QTEST_APPLESS_MAIN(TestWireError)
#include "tst_wireerror.moc"
