// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QUrl>

namespace turnstone {

/// The request that a redirect asks for (RFC 9110, 15.4; the method table of the Fetch standard).
struct RedirectStep
{
    FetchError error = FetchError::None; ///< BadRedirect: cannot be followed
    QString errorText;
    QUrl url; ///< without user info, which nobody but the server asked for
    QByteArray method;
    bool keepsBody = true;
    bool keepsCredentials = true; ///< false: the origin changed, drop all credentials and an own Host field
    bool losesTls = false;        ///< from https down to http: followed, and told
};

/// True for 301, 302, 303, 307 and 308.
bool isRedirectStatus(int status);
RedirectStep followRedirect(int status, QByteArrayView location, const QUrl &from, const QByteArray &method);

} // namespace turnstone
