// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/contenthash.h"
#include "core/net/requestbuilder.h"
#include "core/types/fetchresult.h"

#include <QNetworkProxy>
#include <QObject>

class QNetworkReply;

namespace turnstone {

class AccessManager;

/// What one exchange found out.
struct Answer
{
    Hop hop;
    FetchError error = FetchError::None;
    QString errorText;
    QString challenge; ///< bot wall told by a header
    qint64 retryAfterMs = -1;
    QByteArray contentTypeField; ///< the whole Content-Type value
    QByteArray httpVersion;
    QByteArray body;         ///< the kept part, content-decoded
    qint64 bodyBytes = 0;    ///< all that arrived, content-decoded
    quint64 contentHash = 0; ///< of a body that arrived whole, content-decoded; 0: none
};

/// One request and its answer on the wire: sends, measures, bounds the body, explains every failure. Its time
/// begins with its construction. Emits finished() exactly once, from the event loop, from expire() or from
/// fail().
class Exchange final : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        qint64 maxBodyBytes = 0;
        qint64 keepBodyBytes = 0; ///< kept of bodies that are not parsed
        bool keepHeaders = false;
        bool insecure = false;
        bool hashBody = true;
    };

    Exchange(WireRequest request, const Options &options, QObject *parent);
    ~Exchange() override;

    void start(AccessManager &manager, const QNetworkRequest &request);
    /// Ends an exchange that was never started: there is nowhere to send it.
    void fail(FetchError why, const QString &text);
    /// A deadline passed or the crawl was stopped: ends the exchange now, with this error.
    void expire(FetchError why);

    bool wasSent() const { return m_answer.hop.sends > 0; }
    const WireRequest &request() const { return m_request; }
    Answer takeAnswer() { return std::move(m_answer); }

Q_SIGNALS:
    void sent();
    void finished();

private:
    void sendOnce(AccessManager &manager, const QNetworkRequest &request);
    void onSent();
    void onHeader();
    void onFinished();
    void waitWithoutFields();
    void explainMissingFields();
    void drain();
    void readHeader();
    void explainError();
    void settle();
    void dropReply();
    qint64 sinceStart(TimePoint at) const;

    WireRequest m_request;
    Options m_options;
    Answer m_answer;
    QNetworkReply *m_reply = nullptr; // only while on the wire
    TimePoint m_startedAt;
    TimePoint m_sentAt;
    TimePoint m_headerAt;
    qint64 m_keep = 0;
    ContentHash m_hash;
    QStringList m_tlsErrors;
    QNetworkProxy::ProxyType m_proxy = QNetworkProxy::DefaultProxy;
    bool m_hasHeader = false;
    bool m_lacksFields = false; // the header has none, or none that Qt could read
    bool m_isEncoded = false;   // the header names a content coding
    bool m_over = false;
};

} // namespace turnstone
