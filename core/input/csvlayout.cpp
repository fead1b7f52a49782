// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/csvlayout.h"

#include "core/input/bytetext.h"
#include "core/input/linefinder.h"

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

constexpr auto AddressWords =
    std::to_array<QByteArrayView>({"url", "urls", "uri", "address", "addresses", "link", "links", "href",
                                   "loc", "website", "site", "domain", "host", "hostname", "page", "pages"});

bool isAddressWord(QByteArrayView word)
{
    return std::find(AddressWords.begin(), AddressWords.end(), word) != AddressWords.end();
}

/// "url" in "final_url", "Page URL".
bool hasAddressWord(const QByteArray &cell)
{
    QByteArray words = cell;
    std::replace_if(
        words.begin(), words.end(), [](char c) { return c == '_' || c == '-' || c == ':'; }, ' ');
    const QList<QByteArray> parts = words.split(' ');
    return std::any_of(parts.begin(), parts.end(),
                       [](const QByteArray &part) { return isAddressWord(part); });
}

char likeliestDelimiter(QByteArrayView line)
{
    constexpr auto candidates = std::to_array({'\t', ',', ';'});
    return *std::max_element(candidates.begin(), candidates.end(), [line](char a, char b) {
        return std::count(line.begin(), line.end(), a) < std::count(line.begin(), line.end(), b);
    });
}

} // namespace

QList<QByteArray> splitCells(QByteArrayView line, char delimiter)
{
    QList<QByteArray> cells;
    QByteArray cell;
    bool quoted = false;
    bool blank = true; // so far; a quote further on is a part of the text
    for (qsizetype i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            cell.append('"');
            ++i;
        } else if (c == '"' && (quoted || blank)) {
            quoted = !quoted;
        } else if (c == delimiter && !quoted) {
            cells.append(withoutBlanksAround(cell).toByteArray());
            cell.clear();
            blank = true;
        } else {
            blank = blank && isBlank(c);
            cell.append(c);
        }
    }
    cells.append(withoutBlanksAround(cell).toByteArray());
    return cells;
}

bool CsvLayout::readFirstLine(QByteArrayView line, bool delimited)
{
    const char delimiter = likeliestDelimiter(line);
    const bool several = line.contains(delimiter);
    if (delimited && several)
        m_delimiter = delimiter;
    std::vector<Address> addresses;
    findAddresses(line, addresses);
    if (!addresses.empty())
        return false;

    QList<QByteArray> names = splitCells(line, delimiter);
    for (QByteArray &name : names)
        name = name.toLower();
    if (names.size() == 1)
        return isAddressWord(names.front());
    const auto exact =
        std::find_if(names.begin(), names.end(), [](const QByteArray &n) { return isAddressWord(n); });
    const auto named = std::count_if(names.begin(), names.end(), hasAddressWord);
    if (exact == names.end() && named == 0)
        return false;
    m_delimiter = delimiter;
    if (exact != names.end())
        m_column = int(exact - names.begin());
    else if (named == 1)
        m_column = int(std::find_if(names.begin(), names.end(), hasAddressWord) - names.begin());
    return true;
}

} // namespace turnstone
