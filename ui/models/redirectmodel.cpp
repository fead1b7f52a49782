// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/redirectmodel.h"

#include "core/types/displaytext.h"
#include "ui/models/attemptmodel.h"

#include <array>

namespace turnstone {

namespace {

QVariant alignment(RedirectColumn column)
{
    const bool isNumber = column == RedirectColumn::FirstByte || column == RedirectColumn::Time;
    return QVariant::fromValue((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

void RedirectModel::setAttempt(const FetchAttempt *attempt)
{
    beginResetModel();
    m_hops = attempt ? attempt->hops : std::vector<Hop>();
    m_notFollowed = m_hops.empty() ? QByteArray() : m_hops.back().location;
    m_why = attempt && attempt->error != FetchError::None ? attemptResult(*attempt) : QString();
    endResetModel();
}

int RedirectModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_hops.size()) + (m_notFollowed.isEmpty() ? 0 : 1);
}

int RedirectModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : RedirectColumnCount;
}

QByteArray RedirectModel::address(int row) const
{
    return row < int(m_hops.size()) ? m_hops[size_t(row)].url : m_notFollowed;
}

QString RedirectModel::text(int row, RedirectColumn column) const
{
    if (column == RedirectColumn::Address)
        return visibleLine(address(row), 2000);
    if (row >= int(m_hops.size()))
        return column == RedirectColumn::Status ? tr("not followed") : QString();
    const Hop &hop = m_hops[size_t(row)];
    switch (column) {
    case RedirectColumn::Number:
        return QString::number(row + 1);
    case RedirectColumn::Status:
        if (hop.status == 0)
            return m_why.isEmpty() ? tr("No answer") : m_why;
        return statusText(hop.status, hop.reasonPhrase);
    case RedirectColumn::Method:
        return visibleLine(hop.method, 32);
    case RedirectColumn::FirstByte:
        return durationText(hop.phases.ttfbUs);
    case RedirectColumn::Time:
        return durationText(hop.phases.totalUs);
    case RedirectColumn::Address:
        break;
    }
    return {};
}

QVariant RedirectModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, RedirectColumn(index.column()));
    case Qt::TextAlignmentRole:
        return alignment(RedirectColumn(index.column()));
    case Qt::ToolTipRole:
        return plainToolTip(visibleLine(address(row), 2000));
    case RedirectAddressRole:
        return QString::fromUtf8(address(row));
    case RedirectStatusRole:
        return row < int(m_hops.size()) ? int(m_hops[size_t(row)].status) : 0;
    default:
        return {};
    }
}

QVariant RedirectModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= RedirectColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(RedirectColumn(section));
    const std::array<QString, RedirectColumnCount> names = {tr("#"),       tr("Status"),     tr("Method"),
                                                            tr("Address"), tr("First byte"), tr("Time")};
    return role == Qt::DisplayRole ? names[size_t(section)] : QVariant();
}

} // namespace turnstone
