// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/models/filterfields.h"
#include "ui/models/filterword.h"
#include "ui/models/resultrows.h"
#include "ui/models/searchedtext.h"
#include "ui/models/statusrange.h"
#include "ui/models/valuerange.h"

#include <QRegularExpression>
#include <QString>

#include <array>
#include <vector>

namespace turnstone {

/// What the filter box says, ready to be asked about rows; all of its terms have to match. What can be
/// written is in filterFields() and filterRules(). It looks at nothing but the rows. Usable from several
/// threads at a time.
class RowFilter final
{
public:
    /// An Error for a field that there is not, and for a value that its field cannot have. A term still
    /// without its value lets everything through.
    static Result<RowFilter> parse(const QString &text);

    bool isEmpty() const { return m_terms.empty(); }
    bool matches(const ResultRows &rows, RowId row) const;

private:
    struct Host
    {
        QByteArray folded; // lower case, UTF-8; without the dot of `andSubdomains`
        bool andSubdomains = false;
        bool hasPort = false;

        bool holds(QByteArrayView hostAndPort) const;
    };

    struct Term
    {
        const FilterFieldInfo *field = nullptr; // null: a word, or an expression on address and title
        bool isNegated = false;
        bool isRegex = false;
        QRegularExpression regex;
        std::vector<SearchedText> texts; // of these and all below, one has to match
        std::vector<ValueRange> numbers;
        std::vector<StatusRange> statuses;
        std::vector<Host> hosts;
        std::array<bool, RowClass::Count> classes{};

        /// It is still without its value.
        bool isUnfinished() const;
        bool hasText(QByteArrayView content) const;
        bool hasNumber(qint64 value) const;
        bool holdsStatus(int status) const;
        bool hasWord(const ResultRows &rows, RowId row) const;
        bool hasField(const ResultRows &rows, RowId row) const;
        bool matches(const ResultRows &rows, RowId row) const;
    };

    static Result<Term> term(const FilterWord &word);
    static Outcome addRegex(const QString &pattern, Term &term);
    static void addWord(const QString &text, Term &term);
    static Outcome addPart(const QString &part, Term &term);
    static Outcome addVerdicts(const QString &name, Term &term);
    static Outcome addStatus(const QString &part, Term &term);
    static Outcome addNumber(const QString &part, Term &term);
    static void addHost(const QString &text, Term &term);

    std::vector<Term> m_terms;
};

/// Host and port of an address as it is shown: without scheme, user and path.
QByteArrayView hostOf(QByteArrayView address);

} // namespace turnstone
