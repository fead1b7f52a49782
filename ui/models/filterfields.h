// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QString>
#include <QStringView>

#include <span>

namespace turnstone {

/// What a term of the filter can look at by name.
enum class FilterField : quint8 {
    Title,
    Address,
    Host,
    Status,
    Verdict,
    Type,
    Size,
    FirstByte,
    Total,
    Tries,
    Redirects,
    Note,
};

/// All there is to say of a field. The parser, the tool tip, the help and the completion take it from here.
struct FilterFieldInfo
{
    FilterField field;
    QLatin1StringView name;    ///< before the colon; stable
    QLatin1StringView alias;   ///< another name for it; may be empty
    QLatin1StringView example; ///< one or two terms, two spaces between them
    const char *matches;       ///< a few words; see filterText()
    const char *help;          ///< sentences; see filterText()
};

/// What can be written besides fields.
struct FilterRule
{
    QLatin1StringView example;
    const char *help; ///< see filterText()
};

std::span<const FilterFieldInfo> filterFields();
std::span<const FilterRule> filterRules();
/// By its name or alias, whatever the case; null: there is none.
const FilterFieldInfo *filterField(QStringView name);
/// "title, address, host, ...".
QString filterFieldNames();
/// A text of these tables in the user's language.
QString filterText(const char *text);

} // namespace turnstone
