// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QUrl>

namespace turnstone {

/// What counts as one host for limits and politeness: the lower-case ASCII host name, with its port where
/// that is not the scheme's own. http and https on their own ports are the same host.
class HostKey final
{
public:
    /// `url` has a scheme, as UrlListReader yields it; it must outlive this object.
    explicit HostKey(QByteArrayView url);
    explicit HostKey(const QUrl &url);

    /// The key; shares memory with the address where it stands there as it is.
    QByteArray bytes() const;
    /// The same in every run.
    size_t hash() const;

    /// The host in a key, without its port; an IPv6 address in its brackets.
    static QString name(QByteArrayView key);

private:
    void normalise(QByteArrayView authority, bool secure);

    QByteArrayView m_view;
    QByteArray m_own; // where the address does not hold the key as it is
};

} // namespace turnstone
