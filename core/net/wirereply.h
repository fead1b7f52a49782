// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace turnstone {

struct WireFacts;
struct WireHeader;

/// What QNetworkReply says by signals, in the same order, from the event loop. Whoever is told may drop the
/// reply by deleteLater() only.
class WireListener
{
public:
    virtual void wireConnects() = 0;
    virtual void wireSent() = 0;
    virtual void wireHasHeader() = 0;
    virtual void wireHasMore() = 0;
    virtual void wireEnded() = 0;

protected:
    ~WireListener() = default;
};

/// A QNetworkReply whose engine works in the thread of its owner: it knows at any moment how often its
/// request has gone out, before requestSent() says so, and nothing of it goes out after abort().
class WireReply
{
public:
    virtual int sends() const = 0;
    /// As far as they are known by now; after abort() nothing is.
    virtual const WireFacts &facts() const = 0;

    /// Tells by calls instead of signals (but for those of TLS), and leaves the header and its attributes out
    /// of the QNetworkReply. Said before the event loop has run; nullptr: nobody is to be told any more.
    virtual void tell(WireListener *listener) = 0;
    virtual const WireHeader &wireHeader() const = 0;
    /// At most so much of the body, without a copy where that is all there is.
    virtual QByteArray take(qint64 most) = 0;

protected:
    ~WireReply() = default;
};

} // namespace turnstone
