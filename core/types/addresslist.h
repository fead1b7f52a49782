// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchrequest.h"
#include "core/types/rowid.h"

#include <QAnyStringView>
#include <QByteArray>
#include <QByteArrayView>
#include <QLatin1StringView>
#include <QString>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace turnstone {

/// Why a line is not an address that can be fetched.
enum class AddressProblem : quint8 {
    None,
    NoAddress, ///< the line holds nothing like an address
    BadHost,   ///< empty or malformed host
    BadPort,
    UnsupportedScheme, ///< neither http nor https
    BadSyntax,         ///< not a URL (RFC 3986) even when read leniently
    TooLong,           ///< over 16,384 bytes
    BadRequest,        ///< a JSON line whose method, headers or body cannot be used
    Ambiguous,         ///< it cannot be told where the address ends
    MissingSecret,     ///< `***` stands where its password or key was
    NotUtf8,           ///< a JSON line in another encoding
};

/// One translated sentence for people.
QString addressProblemText(AddressProblem problem);
/// "bad_host", "too_long", ...: stable, for files. Empty for None.
QLatin1StringView addressProblemId(AddressProblem problem);
/// The inverse of addressProblemId(); nothing for an unknown identifier.
std::optional<AddressProblem> addressProblemFromId(QAnyStringView id);

/// An immutable run of addresses in one piece of memory. Shared between threads without locks.
class AddressBlock final
{
public:
    int size() const { return int(m_ends.size()); }
    /// The address as it is shown and exported: UTF-8, with its scheme, without a fragment.
    QByteArrayView at(int index) const;
    AddressProblem problem(int index) const;
    /// The address's own request, or nullptr for the crawl's.
    const RequestSpec *request(int index) const;
    /// Those that are not addresses: their places in it, ascending.
    const std::vector<std::pair<quint32, AddressProblem>> &problems() const { return m_problems; }
    /// Whether `***` stands anywhere in it, be it for a secret or not.
    bool mayLackSecrets() const { return m_mayLackSecrets; }
    qsizetype memoryBytes() const;

private:
    friend class AddressBlockBuilder;
    QByteArray m_text;
    std::vector<quint32> m_ends;
    std::vector<std::pair<quint32, AddressProblem>> m_problems; // sorted by index
    std::vector<std::pair<quint32, RequestSpec>> m_requests;    // sorted by index
    bool m_mayLackSecrets = false;
};

class AddressList;

class AddressBlockBuilder final
{
public:
    AddressBlockBuilder();
    int size() const;
    qsizetype textBytes() const;
    void add(QByteArrayView address);
    void add(QByteArrayView address, RequestSpec request);
    void addInvalid(QByteArrayView text, AddressProblem problem);
    /// As it is in that list.
    void addRow(const AddressList &list, RowId row);
    QByteArrayView at(int index) const;
    AddressProblem problem(int index) const;
    const RequestSpec *request(int index) const;
    std::shared_ptr<const AddressBlock> build() &&;

private:
    std::shared_ptr<AddressBlock> m_block;
};

/// All addresses of a crawl: a cheap value; its blocks are shared, never copied, never changed.
class AddressList final
{
public:
    int size() const { return m_starts.empty() ? 0 : int(m_starts.back()); }
    bool isEmpty() const { return size() == 0; }
    void append(std::shared_ptr<const AddressBlock> block);
    void append(const AddressList &more);

    QByteArrayView at(RowId row) const;
    QString text(RowId row) const;
    AddressProblem problem(RowId row) const;
    const RequestSpec *request(RowId row) const;
    qsizetype memoryBytes() const;

    /// Calls each(begin, block) for every block that has rows from `first` on; `begin` is the block's own
    /// first row. What few rows have is found by it without looking at all of them.
    template <typename Each>
    void forEachBlock(RowId first, Each each) const
    {
        const auto from = std::upper_bound(m_starts.begin(), m_starts.end(), first);
        for (auto i = size_t(from - m_starts.begin()); i < m_blocks.size(); ++i)
            each(i == 0 ? RowId(0) : RowId(m_starts[i - 1]), *m_blocks[i]);
    }

private:
    std::pair<const AddressBlock *, int> locate(RowId row) const;

    std::vector<std::shared_ptr<const AddressBlock>> m_blocks;
    std::vector<quint32> m_starts; // m_starts[i] is the first row after block i
};

} // namespace turnstone
