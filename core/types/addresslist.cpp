// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/addresslist.h"

#include "core/base/translation.h"
#include "core/types/secrets.h"

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

template <typename Pairs>
auto findIndex(const Pairs &pairs, quint32 index)
{
    auto it = std::lower_bound(pairs.begin(), pairs.end(), index,
                               [](const auto &pair, quint32 wanted) { return pair.first < wanted; });
    return it != pairs.end() && it->first == index ? it : pairs.end();
}

constexpr auto problemIds = std::to_array<QLatin1StringView>(
    {QLatin1StringView(""), QLatin1StringView("no_address"), QLatin1StringView("bad_host"),
     QLatin1StringView("bad_port"), QLatin1StringView("unsupported_scheme"), QLatin1StringView("bad_syntax"),
     QLatin1StringView("too_long"), QLatin1StringView("bad_request"), QLatin1StringView("ambiguous"),
     QLatin1StringView("missing_secret"), QLatin1StringView("not_utf8")});
static_assert(problemIds.size() == size_t(AddressProblem::NotUtf8) + 1);

} // namespace

QLatin1StringView addressProblemId(AddressProblem problem)
{
    return problemIds[size_t(problem)];
}

std::optional<AddressProblem> addressProblemFromId(QAnyStringView id)
{
    const auto found = std::find_if(problemIds.begin(), problemIds.end(),
                                    [id](QLatin1StringView each) { return QAnyStringView::equal(id, each); });
    return found == problemIds.end() ? std::nullopt
                                     : std::optional(AddressProblem(found - problemIds.begin()));
}

QString addressProblemText(AddressProblem problem)
{
    switch (problem) {
    case AddressProblem::None:
        return {};
    case AddressProblem::NoAddress:
        return tr("There is no web address on this line.");
    case AddressProblem::BadHost:
        return tr("The host name is missing or malformed.");
    case AddressProblem::BadPort:
        return tr("The port is not a number from 1 to 65535.");
    case AddressProblem::UnsupportedScheme:
        return tr("Only http and https addresses can be fetched.");
    case AddressProblem::BadSyntax:
        return tr("This is not a valid web address.");
    case AddressProblem::TooLong:
        return tr("The address is longer than 16,384 bytes.");
    case AddressProblem::BadRequest:
        return tr("The method, headers or body of this line cannot be used.");
    case AddressProblem::Ambiguous:
        return tr("It is unclear where the address begins and ends. Put quotes around it, or fix the quotes "
                  "on this line.");
    case AddressProblem::MissingSecret:
        return tr("A password or key is missing: *** stands in its place and is never sent. Give it again.");
    case AddressProblem::NotUtf8:
        return tr("This line is not UTF-8, as JSON must be. Save the list as UTF-8.");
    }
    return {};
}

QByteArrayView AddressBlock::at(int index) const
{
    const quint32 begin = index == 0 ? 0 : m_ends[size_t(index) - 1];
    return QByteArrayView(m_text).sliced(begin, m_ends[size_t(index)] - begin);
}

AddressProblem AddressBlock::problem(int index) const
{
    const auto it = findIndex(m_problems, quint32(index));
    return it == m_problems.end() ? AddressProblem::None : it->second;
}

const RequestSpec *AddressBlock::request(int index) const
{
    const auto it = findIndex(m_requests, quint32(index));
    return it == m_requests.end() ? nullptr : &it->second;
}

qsizetype AddressBlock::memoryBytes() const
{
    return m_text.capacity() + qsizetype(m_ends.capacity() * sizeof(quint32)) +
           qsizetype(m_problems.capacity() * sizeof(m_problems[0])) +
           qsizetype(m_requests.capacity() * sizeof(m_requests[0]));
}

AddressBlockBuilder::AddressBlockBuilder()
    : m_block(std::make_shared<AddressBlock>())
{}

int AddressBlockBuilder::size() const
{
    return m_block->size();
}

qsizetype AddressBlockBuilder::textBytes() const
{
    return m_block->m_text.size();
}

void AddressBlockBuilder::add(QByteArrayView address)
{
    m_block->m_text.append(address);
    m_block->m_ends.push_back(quint32(m_block->m_text.size()));
}

void AddressBlockBuilder::add(QByteArrayView address, RequestSpec request)
{
    m_block->m_requests.emplace_back(quint32(size()), std::move(request));
    add(address);
}

void AddressBlockBuilder::addInvalid(QByteArrayView text, AddressProblem problem)
{
    m_block->m_problems.emplace_back(quint32(size()), problem);
    add(text);
}

void AddressBlockBuilder::addRow(const AddressList &list, RowId row)
{
    if (const AddressProblem problem = list.problem(row); problem != AddressProblem::None)
        addInvalid(list.at(row), problem);
    else if (const RequestSpec *request = list.request(row))
        add(list.at(row), *request);
    else
        add(list.at(row));
}

QByteArrayView AddressBlockBuilder::at(int index) const
{
    return m_block->at(index);
}

AddressProblem AddressBlockBuilder::problem(int index) const
{
    return m_block->problem(index);
}

const RequestSpec *AddressBlockBuilder::request(int index) const
{
    return m_block->request(index);
}

std::shared_ptr<const AddressBlock> AddressBlockBuilder::build() &&
{
    m_block->m_text.squeeze();
    m_block->m_ends.shrink_to_fit();
    m_block->m_problems.shrink_to_fit();
    m_block->m_requests.shrink_to_fit();
    const auto isHidden = [](const auto &request) { return hasHiddenHeader(request.second.headers); };
    m_block->m_mayLackSecrets = m_block->m_text.contains(Hidden) ||
                                std::any_of(m_block->m_requests.begin(), m_block->m_requests.end(), isHidden);
    return std::move(m_block);
}

void AddressList::append(std::shared_ptr<const AddressBlock> block)
{
    if (!block || block->size() == 0)
        return;
    m_starts.push_back(quint32(size() + block->size()));
    m_blocks.push_back(std::move(block));
}

void AddressList::append(const AddressList &more)
{
    const auto blocks = more.m_blocks; // a list may be appended to itself
    for (const auto &block : blocks)
        append(block);
}

std::pair<const AddressBlock *, int> AddressList::locate(RowId row) const
{
    const auto it = std::upper_bound(m_starts.begin(), m_starts.end(), row);
    const auto block = size_t(it - m_starts.begin());
    const quint32 begin = block == 0 ? 0 : m_starts[block - 1];
    return {m_blocks[block].get(), int(row - begin)};
}

QByteArrayView AddressList::at(RowId row) const
{
    const auto [block, index] = locate(row);
    return block->at(index);
}

QString AddressList::text(RowId row) const
{
    return QString::fromUtf8(at(row));
}

AddressProblem AddressList::problem(RowId row) const
{
    const auto [block, index] = locate(row);
    return block->problem(index);
}

const RequestSpec *AddressList::request(RowId row) const
{
    const auto [block, index] = locate(row);
    return block->request(index);
}

qsizetype AddressList::memoryBytes() const
{
    qsizetype sum = 0;
    for (const auto &block : m_blocks)
        sum += block->memoryBytes();
    return sum;
}

} // namespace turnstone
