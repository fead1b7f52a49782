// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlinsert.h"
#include "core/types/connectionfacts.h"

#include <QHash>

#include <map>

namespace turnstone {

/// Whom requests went to, written once for all rows that refer to it. Its statements stay prepared.
class PeerInserter final
{
public:
    explicit PeerInserter(SqlConnection &connection);

    /// Once for each transaction: what was written in one that failed has no number.
    void begin() { m_known.clear(); }
    /// NULL where nothing is known of the connection.
    Result<QVariant> numberOf(const std::shared_ptr<const ConnectionFacts> &connection);

private:
    Result<QVariant> certificateOf(const ConnectionFacts &connection);
    Result<QVariant> numberOf(SqlStatement &find, SqlInsert &insert, const QVariantList &values,
                              int compared);

    SqlConnection &m_connection;
    SqlStatement m_findPeer, m_findCertificate;
    SqlInsert m_peer, m_certificate;
    std::map<std::shared_ptr<const ConnectionFacts>, QVariant> m_known;
};

/// Reads them back; each only once.
class PeerReader final
{
public:
    explicit PeerReader(SqlConnection &connection);

    /// nullptr for NULL, and where it is lost. `isSound` becomes false where a text is damaged.
    Result<std::shared_ptr<const ConnectionFacts>> read(const QVariant &number, bool &isSound);

private:
    SqlStatement m_select;
    QHash<qint64, std::shared_ptr<const ConnectionFacts>> m_known;
};

} // namespace turnstone
