// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowfilter.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace turnstone {

namespace {

constexpr char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? char(byte | 0x20) : byte;
}

constexpr char upper(char byte)
{
    return byte >= 'a' && byte <= 'z' ? char(byte & ~0x20) : byte;
}

bool equalsFolded(const char *text, QByteArrayView folded)
{
    return std::equal(folded.begin(), folded.end(), text,
                      [](char wanted, char found) { return lower(found) == wanted; });
}

const char *find(const char *from, const char *end, char byte)
{
    const auto *found = static_cast<const char *>(std::memchr(from, byte, size_t(end - from)));
    return found ? found : end;
}

// memchr for both cases of the first letter: an order of magnitude faster than comparing at each byte.
bool containsFolded(QByteArrayView text, QByteArrayView folded)
{
    if (text.size() < folded.size())
        return false;
    const char *const end = text.data() + (text.size() - folded.size() + 1);
    const char small = folded.front();
    const char big = upper(small);
    const char *nextSmall = find(text.data(), end, small);
    const char *nextBig = big == small ? end : find(text.data(), end, big);
    while (nextSmall < end || nextBig < end) {
        const char *const at = std::min(nextSmall, nextBig);
        if (equalsFolded(at, folded))
            return true;
        (at == nextSmall ? nextSmall : nextBig) = find(at + 1, end, *at);
    }
    return false;
}

bool isAscii(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar each) { return each.unicode() < 0x80; });
}

/// The rest of `word` when it begins with `name` and a colon.
std::optional<QString> valueOf(const QString &word, QLatin1StringView name)
{
    const bool named = word.size() > name.size() && word.at(name.size()) == u':' &&
                       word.startsWith(name, Qt::CaseInsensitive);
    return named ? std::optional(word.sliced(name.size() + 1)) : std::nullopt;
}

/// True for "ok", "client_error" and its beginnings, and for the beginning of a label as the table shows it.
bool isNamed(RowClass rowClass, const QString &text)
{
    return rowClassLabel(rowClass).startsWith(text, Qt::CaseInsensitive) ||
           (rowClass.isDone() && verdictId(rowClass.verdict()).startsWith(text, Qt::CaseInsensitive));
}

QByteArrayView withoutPort(QByteArrayView host)
{
    const qsizetype colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.first(colon) : host;
}

Error badExpression(const QRegularExpression &regex)
{
    return {Error::Code::Invalid, QCoreApplication::translate(
                                      "RowFilter", "The regular expression has an error at character %1: %2.")
                                      .arg(regex.patternErrorOffset() + 1)
                                      .arg(regex.errorString())};
}

} // namespace

QByteArrayView hostOf(QByteArrayView address)
{
    const qsizetype scheme = address.indexOf("://");
    QByteArrayView rest = scheme < 0 ? address : address.sliced(scheme + 3);
    const auto *end = std::find_if(rest.begin(), rest.end(),
                                   [](char each) { return each == '/' || each == '?' || each == '#'; });
    rest = rest.first(end - rest.begin());
    const qsizetype user = rest.lastIndexOf('@');
    return user < 0 ? rest : rest.sliced(user + 1);
}

Result<RowFilter> RowFilter::parse(const QString &text)
{
    RowFilter filter;
    const QString trimmed = text.trimmed();
    const bool isRegex = trimmed.size() > 2 && trimmed.startsWith(u'/') && trimmed.endsWith(u'/');
    const QStringList words =
        isRegex ? QStringList(trimmed) : trimmed.simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        Result<Term> parsed = isRegex ? regexTerm(word.sliced(1, word.size() - 2)) : term(word);
        if (!parsed)
            return parsed.error();
        filter.m_terms.push_back(std::move(parsed).value());
    }
    return filter;
}

Result<RowFilter::Term> RowFilter::regexTerm(const QString &pattern)
{
    Term term;
    term.kind = Term::Kind::Regex;
    term.regex = QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
    if (!term.regex.isValid())
        return badExpression(term.regex);
    term.regex.optimize();
    return term;
}

Result<RowFilter::Term> RowFilter::term(const QString &word)
{
    if (const std::optional<QString> verdicts = valueOf(word, QLatin1StringView("verdict")))
        return verdictTerm(*verdicts);
    if (const std::optional<QString> statuses = valueOf(word, QLatin1StringView("status")))
        return statusTerm(*statuses);
    if (const std::optional<QString> host = valueOf(word, QLatin1StringView("host")))
        return hostTerm(*host);
    return wordTerm(word);
}

Result<RowFilter::Term> RowFilter::verdictTerm(const QString &value)
{
    Term term;
    term.kind = Term::Kind::Verdict;
    const QStringList names = value.split(u',', Qt::SkipEmptyParts);
    for (const QString &name : names) {
        bool known = false;
        for (int index = 0; index < RowClass::Count; ++index) {
            const bool named = isNamed(RowClass::fromIndex(index), name);
            term.classes[size_t(index)] |= named;
            known |= named;
        }
        if (!known)
            return Error{Error::Code::Invalid, QCoreApplication::translate(
                                                   "RowFilter", "No verdict begins with “%1”. There are ok, "
                                                                "redirected, broken, blocked, timeout and "
                                                                "the others of the sidebar.")
                                                   .arg(name)};
    }
    if (names.isEmpty())
        term.classes.fill(true);
    return term;
}

Result<RowFilter::Term> RowFilter::statusTerm(const QString &value)
{
    Term term;
    term.kind = Term::Kind::Status;
    const QStringList parts = value.split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        const std::optional<StatusRange> range = statusRange(part);
        if (!range && part != u'>' && part != u'<' && part != QLatin1StringView(">=") &&
            part != QLatin1StringView("<="))
            return Error{Error::Code::Invalid,
                         QCoreApplication::translate("RowFilter", "“%1” is no status. Write status:404, "
                                                                  "status:4xx or status:>=400.")
                             .arg(part)};
        if (range)
            term.statuses.push_back(*range);
    }
    if (term.statuses.empty())
        term.statuses.push_back({0, 999});
    return term;
}

RowFilter::Term RowFilter::hostTerm(const QString &value)
{
    Term term;
    const bool wild = value.startsWith(QLatin1StringView("*."));
    term.folded = value.sliced(wild ? 1 : 0).toLower().toUtf8();
    term.kind =
        term.folded.startsWith('.') || term.folded.isEmpty() ? Term::Kind::Subdomain : Term::Kind::Host;
    term.hasPort = withoutPort(term.folded).size() < term.folded.size();
    return term;
}

RowFilter::Term RowFilter::wordTerm(const QString &text)
{
    Term term;
    term.text = text;
    term.ascii = isAscii(text);
    term.folded = text.toLower().toUtf8();
    const bool isStatus = text.size() == 3 && text.front().isDigit();
    if (const std::optional<StatusRange> range = isStatus ? statusRange(text) : std::nullopt)
        term.statuses.push_back(*range);
    for (int index = 0; index < RowClass::Count && text.size() > 1; ++index)
        term.classes[size_t(index)] = isNamed(RowClass::fromIndex(index), text);
    return term;
}

bool RowFilter::Term::holdsStatus(int status) const
{
    return std::any_of(statuses.begin(), statuses.end(),
                       [status](const StatusRange &range) { return range.holds(status); });
}

bool RowFilter::Term::holdsHost(QByteArrayView hostAndPort) const
{
    const QByteArrayView host = hasPort ? hostAndPort : withoutPort(hostAndPort);
    if (kind == Kind::Host)
        return host.size() == folded.size() && equalsFolded(host.data(), folded);
    const QByteArrayView wanted = folded;
    if (host.size() == wanted.size() - 1) // the domain itself
        return equalsFolded(host.data(), wanted.sliced(1));
    return host.size() >= wanted.size() && equalsFolded(host.last(wanted.size()).data(), wanted);
}

bool RowFilter::Term::isIn(QByteArrayView content) const
{
    if (ascii)
        return containsFolded(content, folded);
    return QString::fromUtf8(content).contains(text, Qt::CaseInsensitive);
}

bool RowFilter::Term::isInRow(const ResultRows &rows, RowId row) const
{
    const ResultRow &result = rows.row(row);
    return holdsStatus(result.status) || classes[size_t(result.rowClass.index())] ||
           isIn(rows.address(row)) || isIn(rows.title(row));
}

bool RowFilter::Term::matches(const ResultRows &rows, RowId row) const
{
    switch (kind) {
    case Kind::Word:
        return isInRow(rows, row);
    case Kind::Verdict:
        return classes[size_t(rows.row(row).rowClass.index())];
    case Kind::Status:
        return holdsStatus(rows.row(row).status);
    case Kind::Host:
    case Kind::Subdomain:
        return holdsHost(hostOf(rows.address(row)));
    case Kind::Regex:
        break;
    }
    return regex.match(QString::fromUtf8(rows.address(row))).hasMatch() ||
           regex.match(QString::fromUtf8(rows.title(row))).hasMatch();
}

bool RowFilter::matches(const ResultRows &rows, RowId row) const
{
    return std::all_of(m_terms.begin(), m_terms.end(),
                       [&rows, row](const Term &term) { return term.matches(rows, row); });
}

} // namespace turnstone
