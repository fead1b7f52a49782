// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowfilter.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <utility>

namespace turnstone {

namespace {

Error invalid(const QString &sentence)
{
    return {Error::Code::Invalid, sentence};
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

bool isText(FilterField field)
{
    return field == FilterField::Title || field == FilterField::Address || field == FilterField::Type ||
           field == FilterField::Note;
}

/// Whether commas separate several values.
bool isList(FilterField field)
{
    return !isText(field) || field == FilterField::Type;
}

QByteArrayView textOf(const ResultRows &rows, RowId row, FilterField field)
{
    switch (field) {
    case FilterField::Title:
        return rows.title(row);
    case FilterField::Type:
        return rows.contentType(row);
    case FilterField::Note:
        return rows.note(row);
    default:
        return rows.address(row);
    }
}

/// Nothing where the row has none.
std::optional<qint64> numberOf(const ResultRow &row, FilterField field)
{
    const bool isAnswered = row.rowClass.isDone() && row.status != 0;
    switch (field) {
    case FilterField::Size:
        return isAnswered ? std::optional(row.bytes) : std::nullopt;
    case FilterField::FirstByte:
        return row.ttfbUs == ResultRow::UnknownUs ? std::nullopt : std::optional(qint64(row.ttfbUs));
    case FilterField::Total:
        return row.totalUs == ResultRow::UnknownUs ? std::nullopt : std::optional(qint64(row.totalUs));
    case FilterField::Redirects:
        return row.rowClass.isDone() && row.tries > 0 ? std::optional(qint64(row.redirects)) : std::nullopt;
    default:
        return row.tries;
    }
}

std::optional<ValueRange> rangeOf(const QString &text, FilterField field)
{
    switch (field) {
    case FilterField::Size:
        return sizeRange(text);
    case FilterField::FirstByte:
    case FilterField::Total:
        return durationRange(text);
    default:
        return countRange(text);
    }
}

Error noNumber(const QString &text, const FilterFieldInfo &field)
{
    const QString name = field.name;
    switch (field.field) {
    case FilterField::Size:
        return invalid(QCoreApplication::translate(
                           "RowFilter", "“%1” is not a size. Write size:>10k, size:<=2M or size:10k..2M.")
                           .arg(text));
    case FilterField::FirstByte:
    case FilterField::Total:
        return invalid(QCoreApplication::translate(
                           "RowFilter", "“%1” is not a time. Write %2:>500ms, %2:<=2s or %2:1s..5s.")
                           .arg(text, name));
    default:
        return invalid(
            QCoreApplication::translate("RowFilter", "“%1” is not a number. Write %2:0, %2:>1 or %2:2..5.")
                .arg(text, name));
    }
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
    for (const FilterWord &word : filterWords(text)) {
        if (!word.isComplete)
            continue;
        Result<Term> parsed = term(word);
        if (!parsed)
            return parsed.error();
        if (!parsed.value().isUnfinished())
            filter.m_terms.push_back(std::move(parsed).value());
    }
    return filter;
}

Result<RowFilter::Term> RowFilter::term(const FilterWord &word)
{
    if (!word.unknownField.isEmpty())
        return invalid(
            QCoreApplication::translate(
                "RowFilter",
                "There is no field “%1”. The fields are %2. To look for the text itself, put it in "
                "quotes.")
                .arg(word.unknownField, filterFieldNames()));
    Term term;
    term.field = word.field;
    term.isNegated = word.isNegated;
    const bool isRegex = word.form == FilterWord::Form::Regex;
    Outcome outcome = success();
    if (isRegex && (!word.field || isText(word.field->field))) {
        outcome = addRegex(word.value, term);
    } else if (!word.field) {
        addWord(word.value, term);
    } else if (isText(word.field->field) &&
               (word.form == FilterWord::Form::Quoted || !isList(word.field->field))) {
        term.texts.emplace_back(word.value);
    } else {
        const QString values = isRegex ? u'/' + word.value + u'/' : word.value;
        const QStringList parts = values.split(u',', Qt::SkipEmptyParts);
        for (const QString &part : parts) {
            if (outcome)
                outcome = addPart(part.trimmed(), term);
        }
    }
    return outcome ? Result<Term>(std::move(term)) : outcome.error();
}

Outcome RowFilter::addRegex(const QString &pattern, Term &term)
{
    term.isRegex = true;
    term.regex = QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
    if (!term.regex.isValid())
        return invalid(QCoreApplication::translate("RowFilter",
                                                   "The regular expression has an error at character %1: %2.")
                           .arg(term.regex.patternErrorOffset() + 1)
                           .arg(term.regex.errorString()));
    term.regex.optimize();
    return success();
}

void RowFilter::addWord(const QString &text, Term &term)
{
    term.texts.emplace_back(text);
    const bool isStatus = text.size() == 3 && text.front().isDigit();
    if (const std::optional<StatusRange> range = isStatus ? statusRange(text) : std::nullopt)
        term.statuses.push_back(*range);
    for (int index = 0; index < RowClass::Count && text.size() > 1; ++index)
        term.classes[size_t(index)] = isNamed(RowClass::fromIndex(index), text);
}

Outcome RowFilter::addPart(const QString &part, Term &term)
{
    switch (term.field->field) {
    case FilterField::Verdict:
        return addVerdicts(part, term);
    case FilterField::Status:
        return addStatus(part, term);
    case FilterField::Host:
        addHost(part, term);
        return success();
    case FilterField::Type:
        term.texts.emplace_back(part);
        return success();
    default:
        return addNumber(part, term);
    }
}

Outcome RowFilter::addVerdicts(const QString &name, Term &term)
{
    bool isKnown = false;
    for (int index = 0; index < RowClass::Count; ++index) {
        const bool named = isNamed(RowClass::fromIndex(index), name);
        term.classes[size_t(index)] |= named;
        isKnown |= named;
    }
    if (!isKnown)
        return invalid(QCoreApplication::translate("RowFilter",
                                                   "No verdict begins with “%1”. Use ok, redirected, broken, "
                                                   "blocked, timeout or another one from the sidebar.")
                           .arg(name));
    return success();
}

Outcome RowFilter::addStatus(const QString &part, Term &term)
{
    if (isUnfinishedRange(part))
        return success();
    const std::optional<StatusRange> range = statusRange(part);
    if (!range)
        return invalid(QCoreApplication::translate(
                           "RowFilter", "“%1” is not a status. Write status:404, status:4xx or status:>=400.")
                           .arg(part));
    term.statuses.push_back(*range);
    return success();
}

Outcome RowFilter::addNumber(const QString &part, Term &term)
{
    if (isUnfinishedRange(part))
        return success();
    const std::optional<ValueRange> range = rangeOf(part, term.field->field);
    if (!range)
        return noNumber(part, *term.field);
    term.numbers.push_back(*range);
    return success();
}

void RowFilter::addHost(const QString &text, Term &term)
{
    Host host;
    host.folded = text.toLower().toUtf8();
    if (host.folded.startsWith('*'))
        host.folded.remove(0, 1);
    host.andSubdomains = host.folded.startsWith('.');
    if (host.andSubdomains)
        host.folded.remove(0, 1);
    host.hasPort = withoutPort(host.folded).size() < host.folded.size();
    if (!host.folded.isEmpty())
        term.hosts.push_back(host);
}

bool RowFilter::Host::holds(QByteArrayView hostAndPort) const
{
    const QByteArrayView host = hasPort ? hostAndPort : withoutPort(hostAndPort);
    if (equalsFolded(host, folded))
        return true;
    return andSubdomains && host.size() > folded.size() && host.at(host.size() - folded.size() - 1) == '.' &&
           equalsFolded(host.last(folded.size()), folded);
}

bool RowFilter::Term::isUnfinished() const
{
    const auto isSet = [](bool each) { return each; };
    return !isRegex && texts.empty() && numbers.empty() && statuses.empty() && hosts.empty() &&
           std::none_of(classes.begin(), classes.end(), isSet);
}

bool RowFilter::Term::hasText(QByteArrayView content) const
{
    if (isRegex)
        return regex.match(QString::fromUtf8(content)).hasMatch();
    return std::any_of(texts.begin(), texts.end(),
                       [content](const SearchedText &text) { return text.isIn(content); });
}

bool RowFilter::Term::hasNumber(qint64 value) const
{
    return std::any_of(numbers.begin(), numbers.end(),
                       [value](const ValueRange &range) { return range.holds(value); });
}

bool RowFilter::Term::holdsStatus(int status) const
{
    return std::any_of(statuses.begin(), statuses.end(),
                       [status](const StatusRange &range) { return range.holds(status); });
}

bool RowFilter::Term::hasWord(const ResultRows &rows, RowId row) const
{
    const ResultRow &result = rows.row(row);
    return holdsStatus(result.status) || classes[size_t(result.rowClass.index())] ||
           hasText(rows.address(row)) || hasText(rows.title(row));
}

bool RowFilter::Term::hasField(const ResultRows &rows, RowId row) const
{
    const ResultRow &result = rows.row(row);
    if (isText(field->field))
        return hasText(textOf(rows, row, field->field));
    switch (field->field) {
    case FilterField::Verdict:
        return classes[size_t(result.rowClass.index())];
    case FilterField::Status:
        return holdsStatus(result.status);
    case FilterField::Host: {
        const QByteArrayView host = hostOf(rows.address(row));
        return std::any_of(hosts.begin(), hosts.end(), [host](const Host &each) { return each.holds(host); });
    }
    default:
        break;
    }
    const std::optional<qint64> number = numberOf(result, field->field);
    return number && hasNumber(*number);
}

bool RowFilter::Term::matches(const ResultRows &rows, RowId row) const
{
    return (field ? hasField(rows, row) : hasWord(rows, row)) != isNegated;
}

bool RowFilter::matches(const ResultRows &rows, RowId row) const
{
    return std::all_of(m_terms.begin(), m_terms.end(),
                       [&rows, row](const Term &term) { return term.matches(rows, row); });
}

} // namespace turnstone
