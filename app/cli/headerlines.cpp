// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/headerlines.h"

#include "core/base/translation.h"
#include "core/types/httptoken.h"
#include "core/types/secrets.h"

#include <QFile>

#include <algorithm>
#include <iterator>

namespace turnstone {

namespace {

constexpr auto EnvironmentName = "TURNSTONE_HEADERS";
constexpr qint64 MostBytes = 1'000'000; // of a file

bool isSameName(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

bool hasName(const HeaderList &headers, QByteArrayView name)
{
    return std::any_of(headers.begin(), headers.end(),
                       [name](const auto &header) { return isSameName(header.first, name); });
}

/// `where` is the option or the place that the line comes from.
Outcome addLine(HeaderList &headers, const QByteArray &line, const QString &where)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = line.left(colon).trimmed();
    const QByteArray value = line.mid(colon + 1).trimmed();
    const bool isClean = std::none_of(value.begin(), value.end(),
                                      [](char c) { return (uchar(c) < 0x20 && c != '\t') || c == 0x7f; });
    if (colon < 1 || !isHttpToken(name) || !isClean)
        return Error{
            Error::Code::Invalid,
            tr("%1 takes 'Name: value', but was given something else, which is not shown here.").arg(where)};
    if (isHiddenHeader(name, value))
        return Error{
            Error::Code::Invalid,
            tr("%1 has *** as the value of %2, which only stands for a secret. Give the value itself.")
                .arg(where, QString::fromLatin1(name))};
    headers.emplace_back(name, value);
    return success();
}

Outcome addLines(HeaderList &headers, const QByteArray &text, const QString &where)
{
    int number = 0;
    const QByteArrayView mark("\xEF\xBB\xBF");
    for (const QByteArray &line : (text.startsWith(mark) ? text.sliced(mark.size()) : text).split('\n')) {
        ++number;
        const QByteArray bare = line.trimmed();
        if (bare.isEmpty() || bare.startsWith('#'))
            continue;
        if (const Outcome added = addLine(headers, bare, tr("Line %1 of %2").arg(number).arg(where)); !added)
            return added;
    }
    return success();
}

Outcome addFile(HeaderList &headers, const QString &path)
{
    QFile file(path);
    QByteArray text;
    if (file.open(QIODevice::ReadOnly))
        text = file.read(MostBytes);
    if (file.error() != QFileDevice::NoError)
        return Error{Error::Code::Unreadable,
                     tr("The file %1 given with --header cannot be read: %2.").arg(path, file.errorString())};
    return addLines(headers, text, path);
}

} // namespace

Result<HeaderList> readHeaderLines(const QStringList &given)
{
    HeaderList headers;
    for (const QString &each : given) {
        const Outcome added = each.startsWith(u'@') ? addFile(headers, each.mid(1))
                                                    : addLine(headers, each.toUtf8(), u"--header"_qs);
        if (!added)
            return added.error();
    }
    return headers;
}

Result<HeaderList> headersOfEnvironment()
{
    HeaderList headers;
    const Outcome added = addLines(headers, qgetenv(EnvironmentName), QLatin1StringView(EnvironmentName));
    if (!added)
        return added.error();
    return headers;
}

QStringList headerFiles(const QStringList &given)
{
    QStringList files;
    for (const QString &each : given) {
        if (each.startsWith(u'@'))
            files.append(each.mid(1));
    }
    return files;
}

void giveHeaders(HeaderList &headers, const HeaderList &given, const HeaderList &more)
{
    const auto isMissing = [&headers](const auto &field) {
        return std::any_of(headers.begin(), headers.end(), [&field](const auto &header) {
            return isSameName(header.first, field.first) && isHiddenHeader(header.first, header.second);
        });
    };
    if (!std::all_of(given.begin(), given.end(), isMissing))
        headers.clear();
    HeaderList all = given;
    std::copy_if(more.begin(), more.end(), std::back_inserter(all),
                 [&given](const auto &field) { return !hasName(given, field.first); });
    headers.removeIf([&all](const auto &header) { return hasName(all, header.first); });
    headers.append(all);
}

} // namespace turnstone
