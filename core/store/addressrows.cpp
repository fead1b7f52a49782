// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/addressrows.h"

#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"
#include "core/store/sqlvalue.h"
#include "core/types/jsonbytes.h"
#include "core/types/secrets.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <optional>
#include <utility>

namespace turnstone {

namespace {

constexpr int BlockRows = 16384;

QVariant urlValue(QByteArrayView url)
{
    const QVariant value = sqlBytes(url.toByteArray());
    return value.isNull() ? QVariant(QStringLiteral("")) : value;
}

QVariant headersValue(const HeaderList &headers)
{
    if (headers.isEmpty())
        return {};
    return QString::fromUtf8(QJsonDocument(headersToJson(headers)).toJson(QJsonDocument::Compact));
}

/// An empty body is not the same as none.
QVariant bodyValue(const RequestSpec &request)
{
    if (!request.hasBody)
        return {};
    return request.body.isNull() ? QByteArray("") : request.body;
}

/// Row by row, with the columns url, plain, problem, method, headers, body.
void addTo(AddressBlockBuilder &builder, const SqlStatement &row)
{
    const QByteArray url = bytesFromSql(row.at(1));
    if (row.at(2).toBool()) {
        builder.add(url);
        return;
    }
    if (!row.isNull(3)) {
        const auto problem = addressProblemFromId(row.at(3).toString());
        builder.addInvalid(url, problem.value_or(AddressProblem::BadSyntax));
        return;
    }
    RequestSpec request;
    request.method = bytesFromSql(row.at(4));
    request.headers = headersFromJson(QJsonDocument::fromJson(row.at(5).toString().toUtf8()).array());
    request.hasBody = !row.isNull(6);
    request.body = row.at(6).toByteArray();
    builder.add(url, std::move(request));
}

/// What is left of it would be another address, or request.
bool isZeroed(const SqlStatement &row)
{
    return isZeroedText(row.at(1)) ||
           (!row.at(2).toBool() && (isZeroedText(row.at(4)) || isZeroedText(row.at(5))));
}

} // namespace

Outcome insertAddresses(SqlConnection &connection, const AddressList &addresses, RowId first,
                        bool keepsSecrets)
{
    SqlStatement plain(connection, QStringLiteral("INSERT INTO addresses(id, url) VALUES(?, ?)"));
    SqlStatement whole(connection,
                       QStringLiteral("INSERT INTO addresses(id, url, problem, method, headers, body) "
                                      "VALUES(?, ?, ?, ?, ?, ?)"));
    for (RowId row = first; row < RowId(addresses.size()); ++row) {
        const AddressProblem problem = addresses.problem(row);
        const RequestSpec *request = addresses.request(row);
        const bool isPlain = problem == AddressProblem::None && !request;
        SqlStatement &statement = isPlain ? plain : whole;
        const QByteArrayView url = addresses.at(row);
        const bool mayHide = !keepsSecrets && (problem != AddressProblem::None || url.contains('@'));
        statement << qint64(row)
                  << (mayHide ? urlValue(shownAddress(url, problem == AddressProblem::None)) : urlValue(url));
        if (!isPlain) {
            const RequestSpec none;
            const RequestSpec &own = request ? *request : none;
            statement << sqlText(addressProblemId(problem)) << sqlBytes(own.method)
                      << headersValue(keepsSecrets ? own.headers : shownHeaders(own.headers))
                      << bodyValue(own);
        }
        if (const Outcome inserted = statement.exec(); !inserted)
            return inserted;
    }
    return success();
}

Outcome selectAddresses(SqlConnection &connection,
                        const std::function<bool(std::shared_ptr<const AddressBlock>)> &take)
{
    SqlStatement rows(connection,
                      QStringLiteral("SELECT id, url, coalesce(problem, method, headers, body) IS NULL, "
                                     "problem, method, headers, body FROM addresses ORDER BY id"));
    if (const Outcome started = rows.exec(); !started)
        return started;
    std::optional<AddressBlockBuilder> builder;
    qint64 expected = 0;
    while (rows.next()) {
        if (rows.at(0).toLongLong() != expected++)
            return damagedProject(connection.path(),
                                  QCoreApplication::translate("Project", "addresses are missing"));
        if (isZeroed(rows))
            return damagedProject(connection.path(), QCoreApplication::translate(
                                                         "Project", "an address is overwritten with zeros"));
        if (!builder)
            builder.emplace();
        addTo(*builder, rows);
        if (builder->size() == BlockRows) {
            if (!take(std::move(*builder).build()))
                return success();
            builder.reset();
        }
    }
    if (const Outcome done = rows.done(); !done)
        return done;
    if (builder)
        take(std::move(*builder).build());
    return success();
}

} // namespace turnstone
