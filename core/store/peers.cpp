// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/peers.h"

#include "core/store/sqlvalue.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype MostKnown = 10'000;

QVariant namesJson(const QStringList &names)
{
    if (names.isEmpty())
        return {};
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(names)).toJson(QJsonDocument::Compact));
}

QStringList namesOf(const QVariant &json)
{
    QStringList names;
    const QJsonArray all = QJsonDocument::fromJson(json.toString().toUtf8()).array();
    for (const QJsonValue &name : all)
        names.append(name.toString());
    return names;
}

} // namespace

PeerInserter::PeerInserter(SqlConnection &connection)
    : m_connection(connection)
    , m_findPeer(connection,
                 QStringLiteral("SELECT min(id) FROM peers WHERE remote_ip IS ? AND tls_version IS ? AND "
                                "tls_cipher IS ? AND certificate_id IS ?"))
    , m_findCertificate(connection, QStringLiteral("SELECT min(id) FROM certificates WHERE sha256 = ?"))
    , m_peer(connection, QStringLiteral("peers"),
             columnNames("remote_ip tls_version tls_cipher certificate_id"))
    , m_certificate(connection, QStringLiteral("certificates"),
                    columnNames("sha256 subject issuer names valid_from expires_at"))
{}

Result<QVariant> PeerInserter::numberOf(const std::shared_ptr<const ConnectionFacts> &connection)
{
    if (!connection)
        return QVariant();
    const auto known = m_known.find(connection);
    if (known != m_known.end())
        return known->second;
    const Result<QVariant> certificate = certificateOf(*connection);
    if (!certificate)
        return certificate;
    const QVariantList values{sqlBytes(connection->remoteAddress), sqlBytes(connection->tlsVersion),
                              sqlBytes(connection->cipher), certificate.value()};
    const Result<QVariant> number = numberOf(m_findPeer, m_peer, values, int(values.size()));
    if (number)
        m_known[connection] = number.value();
    return number;
}

Result<QVariant> PeerInserter::certificateOf(const ConnectionFacts &connection)
{
    const CertificateFacts *certificate = connection.certificate.get();
    if (!certificate)
        return QVariant();
    const QVariantList values{sqlBytes(certificate->sha256),        sqlText(certificate->subject),
                              sqlText(certificate->issuer),         namesJson(certificate->names),
                              sqlNonZero(certificate->validFromMs), sqlNonZero(certificate->expiresMs)};
    return numberOf(m_findCertificate, m_certificate, values, 1);
}

/// Of what is there already, as far as `compared` values tell, else of a new row.
Result<QVariant> PeerInserter::numberOf(SqlStatement &find, SqlInsert &insert, const QVariantList &values,
                                        int compared)
{
    for (int i = 0; i < compared; ++i)
        find << values[i];
    if (const Outcome asked = find.exec(); !asked)
        return asked.error();
    const QVariant known = find.next() ? find.at(0) : QVariant();
    if (const Outcome done = find.done(); !done)
        return done.error();
    if (!known.isNull())
        return known;
    for (const QVariant &value : values)
        insert << value;
    if (const Outcome done = insert.exec(); !done)
        return done.error();
    return m_connection.value(QStringLiteral("SELECT last_insert_rowid()"));
}

PeerReader::PeerReader(SqlConnection &connection)
    : m_select(
          connection,
          QStringLiteral("SELECT p.remote_ip, p.tls_version, p.tls_cipher, c.sha256, c.subject, c.issuer, "
                         "c.names, c.valid_from, c.expires_at FROM peers p LEFT JOIN certificates c ON "
                         "c.id = p.certificate_id WHERE p.id = ?"))
{}

Result<std::shared_ptr<const ConnectionFacts>> PeerReader::read(const QVariant &number, bool &isSound)
{
    std::shared_ptr<ConnectionFacts> facts;
    if (number.isNull())
        return std::shared_ptr<const ConnectionFacts>();
    if (const auto known = m_known.constFind(number.toLongLong()); known != m_known.cend())
        return *known;
    if (const Outcome asked = (m_select << number).exec(); !asked)
        return asked.error();
    bool isWhole = true;
    const auto text = [this, &isWhole](int column) {
        const QVariant value = m_select.at(column);
        isWhole = isWhole && !isZeroedText(value);
        return value;
    };
    if (m_select.next()) {
        facts = std::make_shared<ConnectionFacts>();
        facts->remoteAddress = bytesFromSql(text(0));
        facts->tlsVersion = bytesFromSql(text(1));
        facts->cipher = bytesFromSql(text(2));
        if (!m_select.isNull(3)) {
            auto certificate = std::make_shared<CertificateFacts>();
            certificate->sha256 = bytesFromSql(text(3));
            certificate->subject = textFromSql(text(4));
            certificate->issuer = textFromSql(text(5));
            certificate->names = namesOf(text(6));
            certificate->validFromMs = m_select.at(7).toLongLong();
            certificate->expiresMs = m_select.at(8).toLongLong();
            facts->certificate = std::move(certificate);
        }
    }
    if (const Outcome done = m_select.done(); !done)
        return done.error();
    isSound = isSound && isWhole;
    if (!facts || !isWhole)
        return std::shared_ptr<const ConnectionFacts>(std::move(facts));
    if (m_known.size() == MostKnown)
        m_known.clear();
    m_known.insert(number.toLongLong(), facts);
    return std::shared_ptr<const ConnectionFacts>(std::move(facts));
}

} // namespace turnstone
