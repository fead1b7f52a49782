// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/missingsecrets.h"

#include "core/types/secrets.h"

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

constexpr qsizetype BlockBytes = 16 * 1024 * 1024;

bool hasSecret(const AddressList &list, RowId row)
{
    const QByteArrayView url = list.at(row);
    const RequestSpec *own = list.request(row);
    const auto isSecret = [](const auto &header) { return isSecretHeader(header.first); };
    return (url.contains('@') && withHiddenUserInfo(url) != url) ||
           (own && std::any_of(own->headers.begin(), own->headers.end(), isSecret));
}

/// All that makes the row what it is.
QByteArray keyOf(QByteArrayView url, const RequestSpec *own, const HeaderList &headers)
{
    QByteArray key = url.toByteArray();
    if (!own)
        return key;
    const auto add = [&key](const QByteArray &part) { key += QByteArray::number(part.size()) + '\n' + part; };
    key += '\n';
    add(own->method);
    for (const auto &[name, value] : headers) {
        add(name);
        add(value);
    }
    key += own->hasBody ? '1' : '0';
    add(own->body);
    return key;
}

QByteArray hiddenKey(const AddressList &list, RowId row)
{
    const RequestSpec *own = list.request(row);
    return keyOf(withHiddenUserInfo(list.at(row)), own, own ? shownHeaders(own->headers) : HeaderList());
}

QByteArray wholeKey(const AddressList &list, RowId row)
{
    const RequestSpec *own = list.request(row);
    return keyOf(list.at(row), own, own ? own->headers : HeaderList());
}

} // namespace

bool lacksSecret(const AddressList &list, RowId row)
{
    const QByteArrayView url = list.at(row);
    const RequestSpec *own = list.request(row);
    const bool isHidden = hasHiddenUserInfo(url) || (own && hasHiddenHeader(own->headers));
    return isHidden && list.problem(row) == AddressProblem::None;
}

std::vector<RowId> rowsLackingSecret(const AddressList &list, RowId first)
{
    std::vector<RowId> lacking;
    list.forEachBlock(first, [&list, &lacking, first](RowId begin, const AddressBlock &block) {
        if (!block.mayLackSecrets())
            return;
        for (RowId row = std::max(begin, first); row < begin + RowId(block.size()); ++row) {
            if (lacksSecret(list, row))
                lacking.push_back(row);
        }
    });
    return lacking;
}

void AddressChanges::put(RowId row, QByteArrayView url, const RequestSpec *request)
{
    m_changes[row] = {url.toByteArray(), request ? std::optional(*request) : std::nullopt};
}

AddressList AddressChanges::appliedTo(const AddressList &list) const
{
    if (m_changes.empty())
        return list;
    AddressList changed;
    AddressBlockBuilder builder;
    for (RowId row = 0; row < RowId(list.size()); ++row) {
        const auto change = m_changes.find(row);
        if (change == m_changes.end())
            builder.addRow(list, row);
        else if (change->second.request)
            builder.add(change->second.url, *change->second.request);
        else
            builder.add(change->second.url);
        if (builder.textBytes() >= BlockBytes)
            changed.append(std::exchange(builder, AddressBlockBuilder()).build());
    }
    changed.append(std::move(builder).build());
    return changed;
}

SecretRows::SecretRows(const AddressList &list, std::span<const RowId> without)
{
    for (RowId row = 0; row < RowId(list.size()); ++row) {
        const bool isLeftAlone = !without.empty() && without.front() == row;
        if (isLeftAlone)
            without = without.subspan(1);
        if (lacksSecret(list, row) && isLeftAlone)
            continue;
        if (lacksSecret(list, row))
            m_lacking[hiddenKey(list, row)].rows.push_back(row);
        else if (list.problem(row) == AddressProblem::None && hasSecret(list, row))
            m_whole.insert(wholeKey(list, row));
    }
}

std::optional<RowId> SecretRows::take(const AddressList &given, RowId row)
{
    if (m_lacking.isEmpty() || given.problem(row) != AddressProblem::None || !hasSecret(given, row) ||
        m_whole.contains(wholeKey(given, row)))
        return std::nullopt;
    const auto found = m_lacking.find(hiddenKey(given, row));
    if (found == m_lacking.end() || found->taken == found->rows.size())
        return std::nullopt;
    const RowId known = found->rows[found->taken++];
    m_taken.put(known, given.at(row), given.request(row));
    return known;
}

std::optional<RowId> SecretRows::ambiguous() const
{
    std::optional<RowId> first;
    for (const Rows &each : m_lacking) {
        if (each.isPart() && (!first || each.rows.front() < *first))
            first = each.rows.front();
    }
    return first;
}

bool SecretRows::isAmbiguous(const AddressList &list, RowId row) const
{
    const auto found = m_lacking.constFind(hiddenKey(list, row));
    return found != m_lacking.cend() && found->isPart();
}

} // namespace turnstone
