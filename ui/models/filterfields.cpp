// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filterfields.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

using L1 = QLatin1StringView;

constexpr auto SizeHelp = QT_TRANSLATE_NOOP(
    "FilterFields", "In bytes, or with k, M, G (powers of 1,000, as in the table) or KiB, MiB, GiB (powers "
                    "of 1,024). A size alone matches every size that rounds to it.");
constexpr auto TimeHelp = QT_TRANSLATE_NOOP(
    "FilterFields",
    "In milliseconds, or with us, ms, s or min. A time alone matches every time that rounds to it.");

constexpr std::array fields = {
    FilterFieldInfo{FilterField::Title, L1("title"), L1(), L1("title:news  title:\"front page\""),
                    QT_TRANSLATE_NOOP("FilterFields", "text in the title"),
                    QT_TRANSLATE_NOOP("FilterFields", "title:\"\" finds the rows without a title.")},
    FilterFieldInfo{FilterField::Address, L1("address"), L1("url"), L1("address:/blog/2024  url:.pdf"),
                    QT_TRANSLATE_NOOP("FilterFields", "text in the address"), ""},
    FilterFieldInfo{FilterField::Host, L1("host"), L1(), L1("host:example.com  host:.example.com"),
                    QT_TRANSLATE_NOOP("FilterFields", "this host; with a dot before it, its subdomains, too"),
                    QT_TRANSLATE_NOOP("FilterFields",
                                      "On any port, unless one is given: host:localhost:8080. "
                                      "Several are separated by commas.")},
    FilterFieldInfo{FilterField::Status, L1("status"), L1(), L1("status:4xx,503  status:>=400"),
                    QT_TRANSLATE_NOOP("FilterFields", "the status of the answer"),
                    QT_TRANSLATE_NOOP("FilterFields", "Rows without an answer have none.")},
    FilterFieldInfo{
        FilterField::Verdict, L1("verdict"), L1(), L1("verdict:broken,timeout"),
        QT_TRANSLATE_NOOP("FilterFields", "one of these verdicts or states"),
        QT_TRANSLATE_NOOP("FilterFields", "As in the sidebar or in exports; the first letters are enough.")},
    FilterFieldInfo{FilterField::Type, L1("type"), L1(), L1("type:pdf,image/"),
                    QT_TRANSLATE_NOOP("FilterFields", "text in the content type"),
                    QT_TRANSLATE_NOOP("FilterFields", "Several are separated by commas.")},
    FilterFieldInfo{FilterField::Size, L1("size"), L1(), L1("size:>10k  size:10k..2M"),
                    QT_TRANSLATE_NOOP("FilterFields", "the size of the body"), SizeHelp},
    FilterFieldInfo{FilterField::FirstByte, L1("ttfb"), L1(), L1("ttfb:>500ms"),
                    QT_TRANSLATE_NOOP("FilterFields", "the time to the first byte"), TimeHelp},
    FilterFieldInfo{FilterField::Total, L1("total"), L1(), L1("total:>2s  total:1s..5s"),
                    QT_TRANSLATE_NOOP("FilterFields", "the total time of the last attempt"), TimeHelp},
    FilterFieldInfo{FilterField::Tries, L1("attempts"), L1("tries"), L1("attempts:>1"),
                    QT_TRANSLATE_NOOP("FilterFields", "how many attempts it took"), ""},
    FilterFieldInfo{FilterField::Redirects, L1("redirects"), L1(), L1("redirects:>=2"),
                    QT_TRANSLATE_NOOP("FilterFields", "how many redirects were followed"), ""},
    FilterFieldInfo{FilterField::Note, L1("note"), L1(), L1("note:owner  -note:\"\""),
                    QT_TRANSLATE_NOOP("FilterFields", "text in your note"),
                    QT_TRANSLATE_NOOP("FilterFields", "-note:\"\" finds the rows that have one.")},
};

constexpr std::array rules = {
    FilterRule{L1("news 404"),
               QT_TRANSLATE_NOOP("FilterFields", "Rows that contain all of the words, each in the title, "
                                                 "address, verdict or status. Letter case never matters.")},
    FilterRule{L1("\"front page\""),
               QT_TRANSLATE_NOOP("FilterFields",
                                 "Quotes keep spaces, and make plain text of characters with a meaning.")},
    FilterRule{L1("-draft  -status:404"),
               QT_TRANSLATE_NOOP("FilterFields", "With a minus sign, the rows that do not match the term.")},
    FilterRule{L1("size:>10k  attempts:>=2"),
               QT_TRANSLATE_NOOP("FilterFields", "Numbers are compared with >, >=, <, <= or =. Rows "
                                                 "without a value do not match.")},
    FilterRule{L1("total:1s..5s  size:1M.."),
               QT_TRANSLATE_NOOP("FilterFields",
                                 "From one number to another, both included; either can be left out.")},
    FilterRule{L1("status:404,5xx"),
               QT_TRANSLATE_NOOP("FilterFields",
                                 "Commas separate alternatives, except in titles, addresses and notes.")},
    FilterRule{L1("/\\.pdf$/  title:/^error/"),
               QT_TRANSLATE_NOOP("FilterFields",
                                 "A regular expression, on address and title or on the text of "
                                 "one field.")},
};

} // namespace

std::span<const FilterFieldInfo> filterFields()
{
    return fields;
}

std::span<const FilterRule> filterRules()
{
    return rules;
}

const FilterFieldInfo *filterField(QStringView name)
{
    const auto *found = std::find_if(fields.begin(), fields.end(), [name](const FilterFieldInfo &each) {
        return name.compare(each.name, Qt::CaseInsensitive) == 0 ||
               (!each.alias.isEmpty() && name.compare(each.alias, Qt::CaseInsensitive) == 0);
    });
    return found == fields.end() ? nullptr : found;
}

QString filterFieldNames()
{
    QStringList names;
    for (const FilterFieldInfo &each : fields)
        names << each.name;
    return names.join(QStringLiteral(", "));
}

QString filterText(const char *text)
{
    return *text ? QCoreApplication::translate("FilterFields", text) : QString();
}

} // namespace turnstone
