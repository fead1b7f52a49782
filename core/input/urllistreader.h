// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/input/inputreport.h"

#include <QByteArrayView>
#include <QString>

#include <memory>

class QIODevice;

namespace turnstone {

/// Any number of lists -> one list of addresses in which every request has one row, with a report of each
/// source (see README.md of this room). Files are read strictly, by their kind; a pasted text leniently.
/// Pure: no network, no global state. Memory beyond the addresses is bounded; time is linear in what is read.
class UrlListReader final
{
public:
    /// Addresses that `existing` has already count as duplicates.
    explicit UrlListReader(const AddressList &existing = {});
    ~UrlListReader();
    UrlListReader(const UrlListReader &) = delete;
    UrlListReader &operator=(const UrlListReader &) = delete;

    /// Of the tables, JSON and XML that are read from now on, this column is read, by its name or its number
    /// from 1; where there is none of it, reading is an error. Empty: the likeliest one.
    void setColumn(const QString &column);

    /// A pasted text, in pieces of any size, until anything else is read.
    void read(QByteArrayView text);
    /// One address, or one JSON object with a request.
    void readAddress(QByteArrayView text);
    /// A list to its end, blocking; what came before an error is kept. `name` is told in the report.
    Outcome readDevice(QIODevice &device, const QString &name = {});
    Outcome readFile(const QString &path);

    /// Reads what is unfinished, frees the working memory and hands over the new addresses, once.
    AddressList takeAddresses();
    /// Why a text that was handed over by read() is not read to its end; complete after takeAddresses().
    Outcome outcome() const;
    /// Counts so far; complete after takeAddresses().
    const InputReport &report() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace turnstone
