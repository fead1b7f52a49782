// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace turnstone {

struct WireFacts;

/// A QNetworkReply whose engine works in the thread of its owner: it knows at any moment how often its
/// request has gone out, before requestSent() says so, and nothing of it goes out after abort().
class WireReply
{
public:
    virtual int sends() const = 0;
    /// As far as they are known by now; after abort() nothing is.
    virtual const WireFacts &facts() const = 0;

protected:
    ~WireReply() = default;
};

} // namespace turnstone
