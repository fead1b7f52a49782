// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowsorter.h"

#include "ui/models/rowfilter.h"

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

constexpr size_t SmallRange = 48;

struct Item
{
    quint64 key = 0;
    const char *at = nullptr; // the rest of a text, from the word in `key` on
    quint32 left = 0;
    RowId row = 0;
};

struct Range
{
    size_t begin = 0;
    size_t end = 0;
};

quint64 lowerCased(const char *text, size_t length)
{
    quint64 word = 0;
    for (size_t i = 0; i < 8; ++i) {
        auto byte = i < length ? uchar(text[i]) : uchar(0);
        if (byte >= 'A' && byte <= 'Z')
            byte |= 0x20;
        word = (word << 8) | byte;
    }
    return word;
}

// Stable, and so it keeps the order of the list among equals. Bytes that are the same in all keys cost
// nothing.
void radixSort(Item *items, size_t count, std::vector<Item> &scratch)
{
    std::array<std::array<quint32, 256>, 8> counts{};
    for (size_t i = 0; i < count; ++i) {
        for (size_t byte = 0; byte < 8; ++byte)
            ++counts[byte][(items[i].key >> (8 * byte)) & 0xFF];
    }
    scratch.resize(std::max(scratch.size(), count));
    Item *from = items;
    Item *to = scratch.data();
    for (size_t byte = 0; byte < 8; ++byte) {
        auto &starts = counts[byte];
        if (starts[(from[0].key >> (8 * byte)) & 0xFF] == count)
            continue;
        quint32 sum = 0;
        for (quint32 &start : starts)
            start = std::exchange(sum, sum + start);
        for (size_t i = 0; i < count; ++i)
            to[starts[(from[i].key >> (8 * byte)) & 0xFF]++] = from[i];
        std::swap(from, to);
    }
    if (from != items)
        std::copy(from, from + count, items);
}

bool textLess(const Item &left, const Item &right)
{
    quint64 a = left.key;
    quint64 b = right.key;
    for (quint32 at = 8; a == b; at += 8) {
        if (at >= left.left || at >= right.left) {
            if (left.left == right.left)
                return left.row < right.row;
            return left.left < right.left;
        }
        a = lowerCased(left.at + at, left.left - at);
        b = lowerCased(right.at + at, right.left - at);
    }
    return a < b;
}

// Sorts by eight bytes of text at a time; each run of equal words goes on with the next eight.
bool sortTexts(std::vector<Item> &items, const std::atomic_bool &cancelled)
{
    std::vector<Item> scratch;
    std::vector<Range> todo{{0, items.size()}};
    while (!todo.empty()) {
        const Range range = todo.back();
        todo.pop_back();
        if (range.end - range.begin <= SmallRange) {
            std::sort(items.begin() + qsizetype(range.begin), items.begin() + qsizetype(range.end), textLess);
            continue;
        }
        if (cancelled)
            return false;
        radixSort(items.data() + range.begin, range.end - range.begin, scratch);
        for (size_t begin = range.begin; begin < range.end;) {
            size_t end = begin + 1;
            while (end < range.end && items[end].key == items[begin].key)
                ++end;
            // A word ending in zero is the end of its text: its run is one of equals.
            if (end - begin > 1 && (items[begin].key & 0xFF) != 0) {
                for (size_t i = begin; i < end; ++i) {
                    Item &item = items[i];
                    const quint32 step = std::min<quint32>(8, item.left);
                    item.at += step;
                    item.left -= step;
                    item.key = lowerCased(item.at, item.left);
                }
                todo.push_back({begin, end});
            }
            begin = end;
        }
    }
    return true;
}

QByteArrayView textOf(const ResultRows &results, RowId row, ResultColumn column)
{
    if (column == ResultColumn::Title)
        return results.title(row);
    if (column == ResultColumn::Type)
        return results.contentType(row);
    if (column == ResultColumn::Host)
        return hostOf(results.address(row));
    if (column == ResultColumn::Note)
        return results.note(row);
    if (const std::optional<RowDetail> detail = detailOf(column))
        return results.detail(row, *detail);
    const QByteArrayView address = results.address(row);
    const qsizetype scheme = address.indexOf("://");
    return scheme < 0 ? address : address.sliced(scheme + 3);
}

quint64 verdictKey(const ResultRow &row)
{
    // Results first, then what runs, what will be tried again, and what waits.
    static constexpr quint64 stateRanks[] = {VerdictCount + 2, VerdictCount, VerdictCount + 1};
    const quint64 rank =
        row.rowClass.isDone() ? quint64(row.rowClass.verdict()) : stateRanks[size_t(row.rowClass.state())];
    return (rank << 16) | row.status;
}

/// False when the row has nothing to say in this column.
bool numberOf(const ResultRow &row, ResultColumn column, quint64 &key)
{
    switch (column) {
    case ResultColumn::Verdict:
        key = verdictKey(row);
        return true;
    case ResultColumn::Size:
        key = quint64(row.bytes);
        return row.rowClass.isDone() && row.status != 0;
    case ResultColumn::FirstByte:
        key = row.ttfbUs;
        return row.ttfbUs != ResultRow::UnknownUs;
    case ResultColumn::Total:
        key = row.totalUs;
        return row.totalUs != ResultRow::UnknownUs;
    case ResultColumn::Tries:
        key = row.tries;
        return row.tries != 0;
    case ResultColumn::Status:
        key = row.status;
        return row.rowClass.isDone() && row.status != 0;
    case ResultColumn::Redirects:
        key = row.redirects;
        return row.redirects != 0;
    default:
        return false;
    }
}

constexpr bool isText(ResultColumn column)
{
    return column == ResultColumn::Title || column == ResultColumn::Address || column == ResultColumn::Type ||
           column >= ResultColumn::Host;
}

} // namespace

bool sortRows(const ResultRows &results, std::vector<RowId> &rows, ResultColumn column, Qt::SortOrder order,
              const std::atomic_bool &cancelled)
{
    std::vector<Item> items;
    items.reserve(rows.size());
    std::vector<RowId> silent;
    for (const RowId row : rows) {
        Item item;
        item.row = row;
        bool says = false;
        if (isText(column)) {
            const QByteArrayView text = textOf(results, row, column);
            says = !text.isEmpty();
            item.at = text.data();
            item.left = quint32(text.size());
            item.key = lowerCased(item.at, item.left);
        } else {
            says = column == ResultColumn::Number || numberOf(results.row(row), column, item.key);
            if (column == ResultColumn::Number)
                item.key = row;
        }
        if (says)
            items.push_back(item);
        else
            silent.push_back(row);
        if ((row & 0xFFF) == 0 && cancelled)
            return false;
    }
    if (isText(column)) {
        if (!sortTexts(items, cancelled))
            return false;
    } else if (!items.empty()) {
        std::vector<Item> scratch;
        radixSort(items.data(), items.size(), scratch);
    }
    if (order == Qt::DescendingOrder)
        std::reverse(items.begin(), items.end());
    std::transform(items.begin(), items.end(), rows.begin(), [](const Item &item) { return item.row; });
    std::copy(silent.begin(), silent.end(), rows.begin() + qsizetype(items.size()));
    return !cancelled;
}

} // namespace turnstone
