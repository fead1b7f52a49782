// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/models/resultrows.h"

#include <QRegularExpression>
#include <QString>

#include <array>
#include <vector>

namespace turnstone {

/// What the filter box says, ready to be asked about rows. Words must all be found, each in the title, the
/// address, the verdict or the status ("404", "4xx"); `host:name` is that host exactly; /.../ is a regular
/// expression over title and address. Letter case does not matter. Usable from several threads at a time.
class RowFilter final
{
public:
    /// An Error for a regular expression that is none.
    static Result<RowFilter> parse(const QString &text);

    bool isEmpty() const { return m_terms.empty(); }
    bool matches(const ResultRows &rows, RowId row) const;

private:
    struct Term
    {
        enum class Kind { Word, Host, Regex } kind = Kind::Word;
        QString text;
        QByteArray folded; // lower case, UTF-8
        bool ascii = true;
        int statusFrom = 0; // 0: says nothing about the status
        int statusTo = 0;
        std::array<bool, RowClass::Count> classes{};
        QRegularExpression regex;
    };

    static Term word(const QString &text);
    static bool wordMatches(const Term &term, const ResultRows &rows, RowId row);
    static bool contains(const Term &term, QByteArrayView text);

    std::vector<Term> m_terms;
};

/// Host and port of an address as it is shown: without scheme, user and path.
QByteArrayView hostOf(QByteArrayView address);

} // namespace turnstone
