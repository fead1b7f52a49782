// SPDX-License-Identifier: GPL-3.0-or-later
// A line or a cell that is to be an address as a whole: nothing of it is dropped without a word.
#pragma once

#include "core/input/addresstext.h"

#include <QByteArrayView>

#include <vector>

namespace turnstone {

class RowCollector;

struct StrictAddress
{
    QByteArrayView text; ///< what it was made of
    Address address;
    bool spaces = false;      ///< some inside it were encoded
    bool backslashes = false; ///< some became slashes
};

/// True where `text` begins with an address: an http(s) one, or a host and nothing but a path behind it.
bool beginsWithAddress(QByteArrayView text);

/// The addresses of a text that consists of addresses: one, in which spaces are encoded, or several that are
/// separated by blanks, commas and the like. Quotes or angle brackets around it are no part of it.
void readStrictly(QByteArrayView text, std::vector<StrictAddress> &found);

/// True where readStrictly() finds addresses and nothing else.
bool areAddresses(QByteArrayView text);

/// Whether something behind a blank may be of another address: then it is not sent to the host of the first
/// one. Of a text without blanks around it.
bool mayHoldAnother(QByteArrayView text);

/// What stands between an address and the title behind it where the lines or cells of a list agree: "-" in
/// "ADDRESS - What it is", "(" in "ADDRESS (what it is)", "200" in "ADDRESS 404 Not Found".
class TitleMark
{
public:
    /// The mark of this one; empty where it has none.
    QByteArray see(QByteArrayView text);
    /// That of all that have several words; empty where they do not agree, or where only one does.
    QByteArray common() const;

private:
    QByteArray m_mark;
    int m_worded = 0;
    bool m_agreed = true;
};

/// Takes the addresses of a `part` of what stands there, with a note.
void takeExtract(QByteArrayView part, QByteArrayView whole, qint64 line, RowCollector &rows);

/// Puts what a line or cell holds into `rows`. Where it does not begin with an address, those that stand in
/// it are taken, with a note; so is the one before a title behind `titleMark`.
void takeStrictly(QByteArrayView text, qint64 line, RowCollector &rows, QByteArrayView titleMark = {});

} // namespace turnstone
