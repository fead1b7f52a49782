// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/attemptmodel.h"

#include "core/policy/judge.h"
#include "core/types/displaytext.h"
#include "ui/models/connectiontext.h"

#include <QDateTime>

#include <array>

namespace turnstone {

namespace {

QString errorName(FetchError error)
{
    switch (error) {
    case FetchError::None:
        return {};
    case FetchError::InvalidUrl:
        return AttemptModel::tr("Invalid address");
    case FetchError::HostNotFound:
        return AttemptModel::tr("Host not found");
    case FetchError::Refused:
        return AttemptModel::tr("Connection refused");
    case FetchError::Unreachable:
        return AttemptModel::tr("Unreachable");
    case FetchError::Reset:
        return AttemptModel::tr("Connection closed");
    case FetchError::ConnectTimeout:
        return AttemptModel::tr("No connection in time");
    case FetchError::Timeout:
        return AttemptModel::tr("Timed out");
    case FetchError::Tls:
        return AttemptModel::tr("TLS error");
    case FetchError::ProxyFailed:
        return AttemptModel::tr("Proxy failed");
    case FetchError::ProxyLogin:
        return AttemptModel::tr("Proxy login refused");
    case FetchError::NotHttp:
        return AttemptModel::tr("Not HTTP");
    case FetchError::Truncated:
        return AttemptModel::tr("Cut off");
    case FetchError::TooLarge:
        return AttemptModel::tr("Too large");
    case FetchError::BadEncoding:
        return AttemptModel::tr("Broken compression");
    case FetchError::TooManyRedirects:
        return AttemptModel::tr("Too many redirects");
    case FetchError::RedirectLoop:
        return AttemptModel::tr("Loop of redirects");
    case FetchError::BadRedirect:
        return AttemptModel::tr("Bad redirect");
    case FetchError::Cancelled:
        return AttemptModel::tr("Cancelled");
    case FetchError::Forbidden:
        return AttemptModel::tr("Private address");
    }
    return {};
}

/// Servers ask for whole seconds.
QString pauseText(qint64 ms)
{
    return ms < 60'000 && ms % 1000 == 0 ? AttemptModel::tr("%1\u00A0s").arg(ms / 1000)
                                         : durationText(ms * 1000);
}

} // namespace

QString attemptResult(const FetchAttempt &attempt)
{
    const quint16 status = attempt.status();
    if (attempt.error != FetchError::None)
        return status ? QString::number(status) + u' ' + errorName(attempt.error) : errorName(attempt.error);
    if (status == 0)
        return AttemptModel::tr("No answer");
    if (attempt.retryAfterMs >= 0)
        return AttemptModel::tr("%1 Retry-After %2").arg(status).arg(pauseText(attempt.retryAfterMs));
    return statusText(status, attempt.hops.back().reasonPhrase);
}

void AttemptModel::setAttempts(std::vector<FetchAttempt> attempts)
{
    beginResetModel();
    m_attempts = std::move(attempts);
    m_waterfall = waterfallOf(m_attempts);
    endResetModel();
}

int AttemptModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_attempts.size());
}

int AttemptModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : AttemptColumnCount;
}

QString AttemptModel::text(int row, AttemptColumn column) const
{
    const FetchAttempt &attempt = m_attempts[size_t(row)];
    switch (column) {
    case AttemptColumn::Number:
        return QString::number(row + 1);
    case AttemptColumn::Started:
        return attempt.hops.empty() ? QString()
                                    : QDateTime::fromMSecsSinceEpoch(attempt.startedAtMs())
                                          .toString(QStringLiteral("HH:mm:ss.zzz"));
    case AttemptColumn::Result:
        return attemptResult(attempt);
    case AttemptColumn::Time:
        return attempt.hops.empty() ? QString() : durationText(attempt.totalUs());
    case AttemptColumn::Waterfall:
        break;
    }
    return {};
}

QString AttemptModel::toolTip(int row) const
{
    const FetchAttempt &attempt = m_attempts[size_t(row)];
    QStringList lines{attemptResult(attempt)};
    if (!attempt.errorText.isEmpty())
        lines.append(visibleLine(attempt.errorText));
    const QStringList phases = phasesText(attempt).split(u'\n', Qt::SkipEmptyParts);
    for (qsizetype i = 0; i < phases.size(); ++i) {
        const Hop &hop = attempt.hops[size_t(i)];
        if (phases.size() > 1)
            lines.append(QString::number(hop.status) + u' ' + visibleLine(hop.url, 80));
        lines.append(phases[i]);
        if (const QString connection = connectionText(hop); !connection.isEmpty())
            lines.append(connection);
        if (hop.sends > 1)
            lines.append(tr("sent %1 times by the network layer").arg(hop.sends));
    }
    if (row > 0 && attempt.waitUs > 0)
        lines.append(tr("%1 after the previous attempt").arg(durationText(attempt.waitUs)));
    return lines.join(u'\n');
}

QVariant AttemptModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FetchAttempt &attempt = m_attempts[size_t(index.row())];
    const auto column = AttemptColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((column == AttemptColumn::Time ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return plainToolTip(toolTip(index.row()));
    case Qt::AccessibleTextRole:
        return column == AttemptColumn::Waterfall ? phasesText(attempt) : text(index.row(), column);
    case AttemptVerdictRole:
        return int(verdictOf(attempt));
    case WaterfallRole:
        return QVariant::fromValue(
            WaterfallBar{m_waterfall.spanUs, m_waterfall.attempts[size_t(index.row())]});
    default:
        return {};
    }
}

QVariant AttemptModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= AttemptColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == int(AttemptColumn::Time) ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    const std::array<QString, AttemptColumnCount> names = {tr("#"), tr("Started"), tr("Result"), tr("Time"),
                                                           QString()};
    if (role == Qt::AccessibleTextRole && section == int(AttemptColumn::Waterfall))
        return tr("Phases");
    return role == Qt::DisplayRole ? names[size_t(section)] : QVariant();
}

} // namespace turnstone
