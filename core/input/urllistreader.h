// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/addresslist.h"

#include <QByteArrayView>
#include <QString>

#include <memory>
#include <vector>

class QIODevice;

namespace turnstone {

/// A line that gave no address.
struct BadLine
{
    qint64 line = 0; ///< from 1
    QString text;    ///< its beginning, at most 200 characters
    AddressProblem problem = AddressProblem::NoAddress;
};

/// What became of a text. Every address found and every bad line is one row: rows = found + bad.
struct InputReport
{
    qint64 lines = 0;      ///< all, blank ones and comments included
    qint64 found = 0;      ///< different addresses, new to the list
    qint64 duplicates = 0; ///< addresses given again
    qint64 bad = 0;
    std::vector<BadLine> badLines; ///< the first 1,000
};

/// Lenient text -> addresses (see README.md of this room). Pure: no network, no global state.
/// Feed it one text in pieces of any size, take the addresses once; memory beyond them is bounded.
class UrlListReader final
{
public:
    /// Addresses that `existing` has already count as duplicates.
    explicit UrlListReader(const AddressList &existing = {});
    ~UrlListReader();
    UrlListReader(const UrlListReader &) = delete;
    UrlListReader &operator=(const UrlListReader &) = delete;

    void read(QByteArrayView text);
    /// Reads to the end, blocking. What came before an error is kept.
    Outcome readDevice(QIODevice &device);
    Outcome readFile(const QString &path);

    /// Reads the unfinished last line, frees the working memory and hands over the new addresses.
    AddressList takeAddresses();
    /// Counts so far; complete after takeAddresses().
    const InputReport &report() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace turnstone
