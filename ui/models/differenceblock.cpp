// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/differenceblock.h"

#include "core/types/displaytext.h"
#include "ui/models/historymodel.h"

#include <QCoreApplication>

namespace turnstone {

namespace {

constexpr qsizetype LongestText = 300;

QString contentText(const HistoryEntry &entry)
{
    const QByteArray hash = QByteArray::number(entry.contentHash, 16).rightJustified(16, '0').first(8);
    return entry.bytes < 0 ? QString::fromLatin1(hash)
                           : bytesText(entry.bytes) + u" (" + QString::fromLatin1(hash) + u')';
}

QString redirectText(const HistoryEntry &entry)
{
    if (entry.finalUrl.isEmpty())
        return QCoreApplication::translate("Difference", "no redirect");
    return QCoreApplication::translate("Difference", "to %1").arg(visibleLine(entry.finalUrl, LongestText));
}

QString titleText(const HistoryEntry &entry)
{
    return entry.title.isEmpty() ? QCoreApplication::translate("Difference", "no title")
                                 : visibleLine(entry.title, LongestText);
}

/// What is to be said of one side: only what differs.
QByteArray sideText(const std::optional<HistoryEntry> &entry, Changes changes)
{
    if (!entry)
        return {};
    const bool alone = changes.testFlag(Change::New) || changes.testFlag(Change::Gone);
    QStringList parts;
    if (alone || changes.testFlag(Change::Status))
        parts << verdictText(entry->status, entry->verdict);
    if (changes.testFlag(Change::Title) || (alone && !entry->title.isEmpty()))
        parts << titleText(*entry);
    if (changes.testFlag(Change::Redirect))
        parts << redirectText(*entry);
    if (changes.testFlag(Change::Content))
        parts << contentText(*entry);
    if (changes.testFlag(Change::Slower))
        parts << durationText(entry->totalUs);
    // As it is typed into a filter.
    return parts.join(QStringLiteral(" · ")).replace(QChar::Nbsp, u' ').toUtf8();
}

bool contains(QByteArrayView utf8, const QString &text)
{
    return QString::fromUtf8(utf8).contains(text, Qt::CaseInsensitive);
}

} // namespace

void DifferenceBlock::add(const RunDifference &difference)
{
    const auto stored = [](const std::optional<HistoryEntry> &entry) {
        return entry ? quint8(entry->verdict) : NoVerdict;
    };
    Entry entry;
    entry.row = difference.row;
    entry.changes = quint8(Changes::Int(difference.changes));
    entry.before = stored(difference.before);
    entry.after = stored(difference.after);
    m_text += sideText(difference.before, difference.changes);
    entry.beforeEnd = quint32(m_text.size());
    m_text += sideText(difference.after, difference.changes);
    entry.afterEnd = quint32(m_text.size());
    m_entries.push_back(entry);
}

std::optional<Verdict> DifferenceBlock::verdictOf(quint8 stored)
{
    return stored == NoVerdict ? std::nullopt : std::optional(Verdict(stored));
}

QByteArrayView DifferenceBlock::beforeText(int index) const
{
    const quint32 begin = beginOf(index);
    return QByteArrayView(m_text).sliced(begin, m_entries[size_t(index)].beforeEnd - begin);
}

QByteArrayView DifferenceBlock::afterText(int index) const
{
    const Entry &entry = m_entries[size_t(index)];
    return QByteArrayView(m_text).sliced(entry.beforeEnd, entry.afterEnd - entry.beforeEnd);
}

bool DifferenceFilter::accepts(const DifferenceBlock &block, int index, const AddressList &addresses) const
{
    if (kinds && !(block.changes(index) & kinds))
        return false;
    if (text.isEmpty())
        return true;
    const RowId row = block.row(index);
    return (row < RowId(addresses.size()) && contains(addresses.at(row), text)) ||
           contains(block.beforeText(index), text) || contains(block.afterText(index), text);
}

} // namespace turnstone
