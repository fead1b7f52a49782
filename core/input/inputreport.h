// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a text: told before anything is fetched, and afterwards.
#pragma once

#include "core/types/addresslist.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace turnstone {

enum class ListKind : quint8 {
    Lines, ///< an address a line
    Prose, ///< text in which addresses stand
    Mail,
    Table,     ///< CSV, TSV
    Json,      ///< one document
    JsonLines, ///< an object a line
    Xml,       ///< sitemaps, feeds
    Html,      ///< bookmarks, pages
};

/// "A table", for people.
QString listKindText(ListKind kind);

/// A line that gave no address.
struct BadLine
{
    qint64 line = 0; ///< from 1; 0: not known
    QString text;    ///< its beginning, at most 200 characters
    AddressProblem problem = AddressProblem::NoAddress;
    int source = 0; ///< InputReport::sources
};

/// What a person should know of an address that was taken.
struct InputNote
{
    enum class Kind : quint8 {
        Respelled,   ///< the same request as `address`, which stands in the list already; it has one row
        Spaces,      ///< spaces inside it were percent-encoded
        Backslashes, ///< those before its query were read as slashes, as browsers read them
        Extract,     ///< more stands around it
    };
    Kind kind = Kind::Spaces;
    int source = 0;
    qint64 line = 0;
    QString text; ///< as given, at most 200 characters
    QString address;
};

/// "The same request as ...", for people.
QString inputNoteText(const InputNote &note);

/// One of the first rows of a source: what stands there, and what is fetched for it.
struct TakenRow
{
    qint64 line = 0;
    QString text;
    QString address; ///< empty where there is a problem
    AddressProblem problem = AddressProblem::None;
    QString method; ///< its own; empty: the crawl's
};

/// How one file or text was read.
struct InputSource
{
    QString name; ///< of the file; empty: a text, the command line
    ListKind kind = ListKind::Prose;
    char delimiter = '\0';       ///< of a table
    QStringList columns;         ///< of a table; the members of JSON and XML that may be chosen
    int column = -1;             ///< the one that is read
    std::vector<int> others;     ///< columns that hold addresses and are not read
    qint64 found = 0;            ///< different addresses, new to the list
    qint64 duplicates = 0;       ///< addresses given again
    qint64 bad = 0;              ///< rows that are no address
    qint64 empty = 0;            ///< rows of a table whose cell is empty
    qint64 passed = 0;           ///< lines of prose without an address, links that lead to no http(s) address
    std::vector<TakenRow> first; ///< at most 8
};

/// What became of all that was read. Every address found and every bad line is one row: rows = found + bad.
struct InputReport
{
    qint64 lines = 0; ///< all, blank ones and comments included
    qint64 found = 0;
    qint64 duplicates = 0;
    qint64 bad = 0;
    qint64 notes = 0;
    std::vector<BadLine> badLines;     ///< the first 1,000
    std::vector<InputNote> firstNotes; ///< the first 1,000
    std::vector<InputSource> sources;
};

} // namespace turnstone
