// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/listformat.h"

#include "core/input/bytetext.h"
#include "core/input/jsonline.h"
#include "core/input/jsonscan.h"
#include "core/input/linefinder.h"
#include "core/input/linesplitter.h"
#include "core/input/mailparser.h"
#include "core/input/strictaddress.h"

#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cstring>

namespace turnstone {

namespace {

template <size_t N>
bool isOneOf(const QString &suffix, const std::array<QLatin1StringView, N> &suffixes)
{
    return std::find(suffixes.begin(), suffixes.end(), suffix) != suffixes.end();
}

constexpr auto TableSuffixes = std::to_array<QLatin1StringView>(
    {QLatin1StringView("csv"), QLatin1StringView("tsv"), QLatin1StringView("tab"), QLatin1StringView("psv")});
constexpr auto MarkdownSuffixes = std::to_array<QLatin1StringView>(
    {QLatin1StringView("md"), QLatin1StringView("markdown"), QLatin1StringView("mdown")});
constexpr auto TexSuffixes =
    std::to_array<QLatin1StringView>({QLatin1StringView("tex"), QLatin1StringView("bib")});
constexpr auto ContentLineSuffixes =
    std::to_array<QLatin1StringView>({QLatin1StringView("ics"), QLatin1StringView("vcf")});
constexpr auto ProseSuffixes = std::to_array<QLatin1StringView>(
    {QLatin1StringView("eml"), QLatin1StringView("log"), QLatin1StringView("rst"), QLatin1StringView("adoc"),
     QLatin1StringView("org"), QLatin1StringView("mbox")});

bool containsNoCase(QByteArrayView text, QByteArrayView wanted)
{
    for (qsizetype at = 0; at + wanted.size() <= text.size(); ++at) {
        if (startsWithNoCase(text.sliced(at), wanted))
            return true;
    }
    return false;
}

QByteArrayView behind(QByteArrayView text, QByteArrayView end)
{
    const qsizetype at = text.indexOf(end);
    return at < 0 ? QByteArrayView() : withoutBlanksAround(text.sliced(at + end.size()));
}

QByteArrayView withoutComments(QByteArrayView text)
{
    while (text.startsWith("<!--"))
        text = behind(text.sliced(4), "-->");
    return text;
}

/// "<urlset>", "<sm:urlset xmlns:sm=...>"
bool isKnownRoot(QByteArrayView tag)
{
    const auto end = std::find_if(tag.begin() + 1, tag.end(),
                                  [](char c) { return isBlank(c) || c == '>' || c == '/' || c == '<'; });
    QByteArrayView name = tag.sliced(1, end - tag.begin() - 1);
    name = name.sliced(name.indexOf(':') + 1);
    constexpr std::array<QByteArrayView, 7> roots{"urlset", "sitemapindex", "rss", "feed",
                                                  "opml",   "xbel",         "rdf"};
    return std::any_of(roots.begin(), roots.end(), [name](QByteArrayView root) {
        return name.size() == root.size() && startsWithNoCase(name, root);
    });
}

std::optional<ListKind> markupKind(QByteArrayView whole)
{
    if (!whole.startsWith('<'))
        return std::nullopt;
    const QByteArrayView text = withoutComments(whole);
    const QByteArrayView head = text.first(std::min<qsizetype>(text.size(), 2048));
    if (startsWithNoCase(text, "<!doctype netscape") || startsWithNoCase(text, "<!doctype html") ||
        containsNoCase(head, "<html"))
        return ListKind::Html;
    if (startsWithNoCase(text, "<?xml") || startsWithNoCase(text, "<!doctype"))
        return ListKind::Xml;
    return text.startsWith('<') && isKnownRoot(text) ? std::optional(ListKind::Xml) : std::nullopt;
}

std::optional<ListKind> jsonKind(QByteArrayView text, bool whole, const QString &suffix)
{
    const bool array = beginsJsonArray(text);
    if (!array && !beginsJsonObject(text))
        return std::nullopt;
    if (suffix == u"jsonl" || suffix == u"ndjson")
        return ListKind::JsonLines;
    if (array)
        return ListKind::Json;
    // An object a line, or one object?
    const qsizetype lineFeed = text.indexOf('\n');
    JsonScan scan(lineFeed < 0 ? text : text.first(lineFeed));
    const bool complete = scan.value().endsWith('}') && scan.peek() == '\0';
    const QByteArrayView behind =
        lineFeed < 0 ? QByteArrayView() : withoutBlanksAround(text.sliced(lineFeed));
    if (!complete && !(lineFeed < 0 && !whole))
        return ListKind::Json;
    if (!behind.isEmpty())
        return ListKind::JsonLines;
    const bool request = text.contains("\"url\"") && !text.contains("[{");
    return request ? ListKind::JsonLines : ListKind::Json;
}

/// Of any kind: an address that cannot be fetched is a bad line of a list.
bool hasAnyScheme(QByteArrayView line)
{
    const qsizetype end = line.indexOf("://");
    return end > 0 && std::all_of(line.begin(), line.begin() + end, [](char c) {
               return isAsciiLetter(c) || isAsciiDigit(c) || c == '+' || c == '-' || c == '.';
           });
}

QByteArrayView withoutQuotes(QByteArrayView line)
{
    while (!line.isEmpty() && std::strchr("\"'`<", line.front()))
        line = line.sliced(1);
    while (!line.isEmpty() && std::strchr("\"'`>,;", line.back()))
        line.chop(1);
    return line;
}

/// Most lines are addresses, or begin with one. `titleMark`: where all lines of several words agree in
/// theirs.
bool isList(QByteArrayView sample, QByteArray &titleMark)
{
    int lists = 0, all = 0;
    TitleMark marks;
    LineSplitter lines([&](const LineSplitter::Line &line) {
        const QByteArrayView text = withoutListMarker(withoutBlanksAround(line.text));
        if (text.isEmpty() || text.startsWith('#') || line.continues)
            return;
        const QByteArrayView first = text.first(firstBlank(text));
        const bool list = !marks.see(text).isEmpty() || text.startsWith('{') || hasAnyScheme(text) ||
                          beginsWithAddress(text) || beginsWithAddress(withoutQuotes(text)) ||
                          areAddresses(text);
        lists += list;
        all += list || first.size() < text.size() || text.contains("://"); // a lone word says nothing
    });
    lines.feed(sample);
    lines.finish();
    titleMark = marks.common();
    return lists * 2 >= all;
}

LineMarkup proseMarkup(QByteArrayView text, const QString &suffix)
{
    if (isOneOf(suffix, MarkdownSuffixes))
        return LineMarkup::Markdown;
    if (isOneOf(suffix, TexSuffixes))
        return LineMarkup::Tex;
    const bool isContent = isOneOf(suffix, ContentLineSuffixes) ||
                           startsWithNoCase(text, "begin:vcalendar") || startsWithNoCase(text, "begin:vcard");
    return isContent ? LineMarkup::ContentLine : LineMarkup::None;
}

} // namespace

ListFormat ListFormat::of(const QString &fileName, QByteArrayView sample, bool whole, Manner manner)
{
    const QString suffix = QFileInfo(fileName).suffix().toLower();
    const QByteArrayView text = withoutBlanksAround(sample);
    ListFormat format;
    if (const std::optional<ListKind> markup = markupKind(text)) {
        format.kind = *markup;
        return format;
    }
    if (const std::optional<ListKind> json = jsonKind(text, whole, suffix)) {
        format.kind = *json;
        return format;
    }
    if (manner == Manner::Strict && MailParser::isMail(text)) {
        format.kind = ListKind::Mail;
        return format;
    }
    format.markup = proseMarkup(text, suffix);
    format.kind = ListKind::Prose;
    if (format.markup != LineMarkup::None || isOneOf(suffix, ProseSuffixes))
        return format;
    const bool named = isOneOf(suffix, TableSuffixes);
    format.table = TableLayout::of(sample, whole, named);
    const auto hasColumn = [](const ColumnChoice &columns) {
        const QStringList names = columns.names();
        return columns.best() >= 0 || std::any_of(names.begin(), names.end(), &ColumnChoice::isListName);
    };
    if (format.table && (named || hasColumn(format.table->columns))) {
        format.kind = ListKind::Table;
        return format;
    }
    format.table.reset();
    if (manner == Manner::Strict && isList(sample, format.titleMark))
        format.kind = ListKind::Lines;
    return format;
}

} // namespace turnstone
