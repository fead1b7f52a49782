// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/historymodel.h"

#include "core/types/displaytext.h"

#include <QDateTime>

#include <array>

namespace turnstone {

namespace {

QVariant alignment(HistoryColumn column)
{
    const bool isNumber = column == HistoryColumn::FirstByte || column == HistoryColumn::Total;
    return QVariant::fromValue((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QString timeOrNothing(qint64 us)
{
    return us < 0 ? QString() : durationText(us);
}

} // namespace

QString verdictText(quint16 status, Verdict verdict)
{
    const QString label = verdictLabel(verdict);
    return status ? QString::number(status) + u' ' + label : label;
}

void HistoryModel::setEntries(std::vector<HistoryEntry> entries)
{
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : HistoryColumnCount;
}

Changes HistoryModel::changes(size_t entry) const
{
    return entry == 0 ? Changes() : changesBetween(m_entries[entry - 1], m_entries[entry], {});
}

QString HistoryModel::changeText(size_t entry) const
{
    if (entry == 0)
        return tr("earliest known");
    const HistoryEntry &before = m_entries[entry - 1];
    const Changes changed = changes(entry);
    QStringList words;
    if (changed.testFlag(Change::Status))
        words << tr("was %1").arg(verdictText(before.status, before.verdict));
    if (changed.testFlag(Change::Title))
        words << tr("title");
    if (changed.testFlag(Change::Redirect))
        words << tr("redirect");
    if (changed.testFlag(Change::Content))
        words << tr("content");
    if (changed.testFlag(Change::Slower))
        words << tr("slower, was %1").arg(durationText(before.totalUs));
    return words.isEmpty() ? tr("no change") : words.join(tr(", "));
}

QString HistoryModel::text(size_t entry, HistoryColumn column) const
{
    const HistoryEntry &found = m_entries[entry];
    switch (column) {
    case HistoryColumn::Started:
        return found.startedAtMs < 0 ? tr("not sent")
                                     : QDateTime::fromMSecsSinceEpoch(found.startedAtMs)
                                           .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    case HistoryColumn::Verdict:
        return verdictText(found.status, found.verdict);
    case HistoryColumn::Title:
        return visibleLine(found.title);
    case HistoryColumn::Changed:
        return changeText(entry);
    case HistoryColumn::FirstByte:
        return timeOrNothing(found.ttfbUs);
    case HistoryColumn::Total:
        return timeOrNothing(found.totalUs);
    }
    return {};
}

QString HistoryModel::toolTip(size_t entry, HistoryColumn column) const
{
    const HistoryEntry &found = m_entries[entry];
    if (column == HistoryColumn::Started)
        return tr("Run %1").arg(found.run);
    if (column == HistoryColumn::Title && changes(entry).testFlag(Change::Title))
        return plainToolTip(
            tr("%1\nBefore: %2").arg(visibleLine(found.title), visibleLine(m_entries[entry - 1].title)));
    if (column == HistoryColumn::Changed && !found.finalUrl.isEmpty())
        return plainToolTip(tr("Led to %1").arg(visibleLine(found.finalUrl, 2000)));
    return plainToolTip(text(entry, column));
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const size_t entry = entryOf(index.row());
    const auto column = HistoryColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, column);
    case Qt::ToolTipRole:
        return toolTip(entry, column);
    case Qt::TextAlignmentRole:
        return alignment(column);
    case HistoryVerdictRole:
        return int(m_entries[entry].verdict);
    case HistoryEmphasisRole:
        return (column == HistoryColumn::Title && changes(entry).testFlag(Change::Title)) ||
               (column == HistoryColumn::Changed && changes(entry) != Changes());
    default:
        return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= HistoryColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(HistoryColumn(section));
    const std::array<QString, HistoryColumnCount> names = {tr("Checked"), tr("Verdict"),    tr("Title"),
                                                           tr("Change"),  tr("First byte"), tr("Total")};
    return role == Qt::DisplayRole ? names[size_t(section)] : QVariant();
}

} // namespace turnstone
