// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/tablelayout.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"
#include "core/input/tablescan.h"

#include <algorithm>
#include <array>
#include <map>

namespace turnstone {

namespace {

constexpr size_t MaxRecords = 500;
constexpr qsizetype LongestOldReference = 8; // "&thetasym;"

struct Cell
{
    QByteArray text;
    bool quoted = false;
};
using Record = std::vector<Cell>;

bool isAddress(QByteArrayView cell)
{
    const bool word = std::none_of(cell.begin(), cell.end(), isBlank);
    return hasWebScheme(cell) || (word && isBareAddress(cell, true));
}

bool hasAddress(const Record &record)
{
    return std::any_of(record.begin(), record.end(), [](const Cell &cell) { return isAddress(cell.text); });
}

bool isBlankRecord(const Record &record)
{
    return std::all_of(record.begin(), record.end(), [](const Cell &cell) { return cell.text.isEmpty(); });
}

std::vector<Record> recordsOf(QByteArrayView sample, bool whole, char delimiter)
{
    std::vector<Record> records;
    TableScan scan(delimiter, [&records](const TableRecord &record) {
        if (records.size() >= MaxRecords)
            return;
        Record &copy = records.emplace_back();
        for (int i = 0; i < record.size(); ++i)
            copy.push_back({record.cell(i).toByteArray(), record.isQuoted(i)});
    });
    scan.feed(sample);
    if (whole)
        scan.finish();
    return records;
}

/// A delimiter tried on the sample.
struct Trial
{
    char delimiter = '\0';
    std::vector<Record> records;
    int width = 1;
    double even = 0;      ///< share of records of this width
    double addresses = 0; ///< share of records with an address that is a cell
    bool told = false;    ///< what stands before an address, quotes, blanks or empty cells tell that they are
    bool several = false; ///< some record has more than one address
};

Trial tryDelimiter(QByteArrayView sample, bool whole, char delimiter)
{
    Trial trial;
    trial.delimiter = delimiter;
    trial.records = recordsOf(sample, whole, delimiter);
    std::map<size_t, int> widths;
    int counted = 0, holding = 0;
    for (const Record &record : trial.records) {
        if (isBlankRecord(record) || (record.size() == 1 && record.front().text.startsWith('#')))
            continue;
        ++counted;
        ++widths[record.size()];
        const bool clean = std::any_of(record.begin(), record.end(), [](const Cell &cell) {
            return isAddress(cell.text) &&
                   (cell.quoted || (!cell.text.contains(';') && !cell.text.contains('\t')));
        });
        holding += clean;
        const auto addresses = std::count_if(record.begin(), record.end(),
                                             [](const Cell &cell) { return isAddress(cell.text); });
        trial.several = trial.several || addresses > 1;
        trial.told = trial.told || (clean && !isAddress(record.front().text));
        for (const Cell &cell : record) {
            if (clean && record.size() > 1 && !isAddress(cell.text))
                trial.told = trial.told || cell.quoted || cell.text.isEmpty() || cell.text.contains(' ');
        }
    }
    if (counted == 0)
        return trial;
    const auto most = std::max_element(widths.begin(), widths.end(),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    trial.width = int(most->first);
    trial.even = double(most->second) / counted;
    trial.addresses = double(holding) / counted;
    return trial;
}

/// Whether it stands there as one: in "&lt;a&gt;" semicolons end character references.
bool mayDivide(QByteArrayView sample, char delimiter)
{
    const auto isName = [](char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '#'; };
    for (qsizetype at = 0; (at = sample.indexOf(delimiter, at)) >= 0; ++at) {
        qsizetype name = at;
        while (name > 0 && at - name < LongestOldReference && isName(sample[name - 1]))
            --name;
        if (delimiter != ';' || name == at || name == 0 || sample[name - 1] != '&')
            return true;
    }
    return false;
}

/// "sep=;", as spreadsheets understand it: the delimiter; '\0' where it is not there.
char toldDelimiter(QByteArrayView sample)
{
    const QByteArrayView head = withoutBlanksAround(sample.first(std::min<qsizetype>(sample.size(), 8)));
    const bool told = startsWithNoCase(head, "sep=") && head.size() > 4;
    return told ? (sample.startsWith("sep=\t") ? '\t' : head[4]) : '\0';
}

void findHeader(const Trial &trial, TableLayout &layout)
{
    const auto &records = trial.records;
    const auto isData = [&](const Record &record) {
        return hasAddress(record) || std::any_of(record.begin(), record.end(),
                                                 [](const Cell &cell) { return cell.text.contains("://"); });
    };
    const auto data = std::find_if(records.begin(), records.end(), isData);
    const auto isHeader = [&](const Record &record) {
        return int(record.size()) == layout.width && !isBlankRecord(record) &&
               !record.front().text.startsWith("sep=") &&
               (layout.width == 1 || std::count_if(record.begin(), record.end(),
                                                   [](const Cell &cell) { return !cell.text.isEmpty(); }) *
                                             2 >
                                         layout.width);
    };
    // A single column has a header where it is a single word or a known one: it may be a bad line as well.
    auto header = std::find_if(records.begin(), data, isHeader);
    if (header != data && layout.width == 1) {
        const QString name = QString::fromUtf8(header->front().text);
        if (!ColumnChoice::isListName(name))
            header = data;
    }
    layout.hasHeader = header != data;
    if (layout.hasHeader)
        layout.firstRow = int(header - records.begin()) + 1;
    else if (data == records.begin() || data == records.end())
        layout.firstRow = !records.empty() && records.front().front().text.startsWith("sep=") ? 1 : 0;
    for (int i = 0; i < layout.width; ++i) {
        layout.columns.setName(i,
                               layout.hasHeader ? QString::fromUtf8((*header)[size_t(i)].text) : QString());
    }
    for (size_t row = size_t(layout.firstRow); row < records.size(); ++row) {
        const Record &record = records[row];
        for (size_t i = 0; i < record.size() && i < size_t(layout.width); ++i)
            layout.columns.see(int(i), record[i].text);
    }
}

/// The first line names columns, and the one that holds the addresses says so. "Links, of 2024" does not.
bool hasClearHeader(QByteArrayView sample, const TableLayout &layout, bool several)
{
    const QByteArrayView text = withoutBlanksAround(sample);
    const qsizetype end = text.indexOf('\n');
    const char spaced[] = {layout.delimiter, ' '};
    return layout.hasHeader && layout.firstRow == 1 &&
           !text.first(end < 0 ? text.size() : end).contains(QByteArrayView(spaced, 2)) &&
           (several || ColumnChoice::isListName(layout.columns.names().value(layout.columns.best())));
}

/// "url" alone over addresses: one column, whatever commas the addresses have.
bool isOneColumn(const std::vector<Record> &lines)
{
    const auto notBlank = [](const Record &record) { return !isBlankRecord(record); };
    const auto header = std::find_if(lines.begin(), lines.end(), notBlank);
    if (header == lines.end() || !ColumnChoice::isListName(QString::fromUtf8(header->front().text)))
        return false;
    const auto next = std::find_if(header + 1, lines.end(), notBlank);
    return next != lines.end() && isAddress(next->front().text);
}

} // namespace

std::optional<TableLayout> TableLayout::of(QByteArrayView sample, bool whole, bool named)
{
    std::optional<Trial> best;
    double most = 0;
    Trial undivided = tryDelimiter(sample, whole, '\0');
    const bool oneColumn = isOneColumn(undivided.records);
    const char told = toldDelimiter(sample);
    for (const char delimiter : {'\t', ';', ',', '|'}) {
        if (told && delimiter != told)
            continue;
        if (oneColumn || !mayDivide(sample, delimiter))
            continue;
        Trial trial = tryDelimiter(sample, whole, delimiter);
        const double fit = trial.even + 2 * trial.addresses;
        if (trial.width < 2 || (best && fit <= most))
            continue;
        best = std::move(trial);
        most = fit;
    }
    TableLayout layout;
    if (!best) {
        if (!named)
            return std::nullopt;
        findHeader(undivided, layout);
        return layout;
    }
    layout.delimiter = best->delimiter;
    layout.width = best->width;
    findHeader(*best, layout);
    if (named || told)
        return layout;
    // Without a name that says so, all must speak for it: commas and semicolons belong to addresses, too.
    const bool regular =
        best->even == 1 && (best->records.size() > 1 || best->delimiter == '\t') && best->delimiter != '|';
    const bool clear = best->delimiter == '\t' || best->told || hasClearHeader(sample, layout, best->several);
    return regular && clear && best->addresses >= 0.5 ? std::optional(layout) : std::nullopt;
}

} // namespace turnstone
