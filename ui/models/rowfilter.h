// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/models/resultrows.h"
#include "ui/models/statusrange.h"

#include <QRegularExpression>
#include <QString>

#include <array>
#include <vector>

namespace turnstone {

/// What the filter box says, ready to be asked about rows. Words must all be found, each in the title, the
/// address, the verdict or the status ("404", "4xx"). `verdict:broken,timeout`, `status:4xx,503` or
/// `status:>=400`, `host:name` (any port) and `host:.name` (its subdomains too) look at that alone. /.../ is
/// a regular expression over title and address. Letter case does not matter. Usable from several threads at a
/// time.
class RowFilter final
{
public:
    /// An Error for a regular expression, a verdict or a status that is none. A term still without its value
    /// lets everything through.
    static Result<RowFilter> parse(const QString &text);

    bool isEmpty() const { return m_terms.empty(); }
    bool matches(const ResultRows &rows, RowId row) const;

private:
    struct Term
    {
        enum class Kind { Word, Verdict, Status, Host, Subdomain, Regex } kind = Kind::Word;
        QString text;
        QByteArray folded; // lower case, UTF-8
        bool ascii = true;
        bool hasPort = false;
        std::vector<StatusRange> statuses;
        std::array<bool, RowClass::Count> classes{};
        QRegularExpression regex;

        bool holdsStatus(int status) const;
        bool holdsHost(QByteArrayView hostAndPort) const;
        bool isIn(QByteArrayView content) const;
        bool isInRow(const ResultRows &rows, RowId row) const;
        bool matches(const ResultRows &rows, RowId row) const;
    };

    static Result<Term> regexTerm(const QString &pattern);
    static Result<Term> verdictTerm(const QString &value);
    static Result<Term> statusTerm(const QString &value);
    static Term hostTerm(const QString &value);
    static Term wordTerm(const QString &text);
    static Result<Term> term(const QString &word);

    std::vector<Term> m_terms;
};

/// Host and port of an address as it is shown: without scheme, user and path.
QByteArrayView hostOf(QByteArrayView address);

} // namespace turnstone
