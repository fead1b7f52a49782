// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/bodyintake.h"
#include "core/net/contentdecoder.h"
#include "core/net/requestbuilder.h"
#include "core/net/wireheader.h"
#include "core/net/wirereply.h"
#include "core/types/fetchresult.h"

#include <QObject>

class QNetworkProxy;
class QNetworkReply;

namespace turnstone {

class AccessManager;
class OneShotUpload;

/// What one exchange found out.
struct Answer
{
    Hop hop;
    FetchError error = FetchError::None;
    QString errorText;
    QString challenge; ///< bot wall told by a header
    qint64 retryAfterMs = -1;
    QByteArray contentTypeField; ///< the whole Content-Type value
    QByteArray body;             ///< the kept part, content-decoded
    qint64 bodyBytes = 0;        ///< all that arrived, content-decoded
    quint64 contentHash = 0;     ///< of a body that arrived whole, content-decoded; 0: none
    qint64 heldBytes = 0;        ///< held in Options::memory for `body`; whoever takes the answer releases it
};

/// One request and its answer on the wire: sends, measures, bounds the body, explains every failure. Its time
/// begins with start() and stands still while it is held. A redirect is over as soon as its header is there.
/// Emits finished() exactly once, from the event loop, goOn(), expire() or fail().
class Exchange final : public QObject, private WireListener
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
        MemoryBudget *memory = nullptr; ///< for what is kept of bodies; nullptr: without a bound
        bool keepSecrets = false;       ///< of header fields that are kept
    };

    Exchange(WireRequest request, const Options &options, QObject *parent);
    ~Exchange() override;

    void start(AccessManager &manager, const QNetworkRequest &request);
    /// Ends an exchange that was never started: there is nowhere to send it.
    void fail(FetchError why, const QString &text);
    /// A deadline passed or the crawl was stopped: ends the exchange now, with this error.
    void expire(FetchError why);
    /// Asks the budget again, where the exchange is held.
    void goOn();

    /// Or may have been.
    bool wasSent() const;
    bool isHeld() const { return m_isHeld; }
    /// How long it has waited for memory so far, which no deadline should count.
    Duration heldTime() const;
    const WireRequest &request() const { return m_request; }
    /// Once, after finished().
    Answer takeAnswer();

Q_SIGNALS:
    void sent();
    /// The budget has no room for more of the body: nothing is read until goOn() finds some. False: it did.
    void held(bool isHeld);
    void finished();

private:
    QNetworkReply *sendAsOften(AccessManager &manager, const QNetworkRequest &request);
    void sendOnce(AccessManager &manager, const QNetworkRequest &request);
    void wireConnects() override { m_connects = true; }
    void wireSent() override;
    void wireHasHeader() override;
    void wireHasMore() override;
    void wireEnded() override;
    void listenTo(QNetworkReply &reply);
    bool hasStatus() const;
    void takeFacts();
    void noteConnection();
    void correctCookies();
    void waitWithoutFields();
    void explainMissingFields();
    void planBody();
    void drain();
    QByteArray nextPiece(qint64 most);
    void setHeld(bool isHeld);
    void readHeader();
    void endRedirect();
    void conclude();
    bool explainError();
    bool breaksOff() const;
    bool isOfStream(FetchError error) const;
    void nameProxy(const QNetworkProxy &proxy);
    void settle();
    void measure();
    void dropReply();

    WireRequest m_request;
    Options m_options;
    Answer m_answer;
    AccessManager *m_manager = nullptr; // while there is a reply
    QNetworkReply *m_reply = nullptr;   // only while on the wire
    WireReply *m_wire = nullptr;        // the same, where its engine has it
    OneShotUpload *m_upload = nullptr;  // the reply's; none: its body may be sent again
    WireHeader m_header;
    BodyIntake m_body;
    std::unique_ptr<ContentDecoder> m_decoder; // none: as it comes
    qint64 m_announced = -1;                   // bytes of the body; -1: not known
    QStringList m_tlsErrors;
    TimePoint m_startedAt;
    TimePoint m_sentAt;
    TimePoint m_headerAt;
    TimePoint m_endAt; // of what Qt has to tell
    TimePoint m_heldSince;
    Duration m_heldTime{0};
    Duration m_heldOnWire{0};      // before m_endAt
    Duration m_tls{-1};            // of the connection's handshake; negative: not known
    bool m_isPresumedSent = false; // nobody says when
    bool m_connects = false;
    bool m_hasHeader = false;
    bool m_lacksFields = false; // none came from Qt, which may not have been able to read them
    bool m_isEmpty = false;     // the header says that there is no body
    bool m_leadsOn = false;     // a redirect with a target
    bool m_isCut = false;       // its body was not waited for
    bool m_readsAsItComes = false;
    bool m_readsChallenges = false; // the whole body of a 401 or 407
    bool m_isHeld = false;
    bool m_isAtEnd = false;
    bool m_over = false;
};

} // namespace turnstone
