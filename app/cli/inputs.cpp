// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputs.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>

namespace turnstone {

namespace {

bool looksLikeFile(const QString &argument)
{
    const QStringList starts = {u"/"_qs, u"./"_qs, u"../"_qs, u"~"_qs};
    const QStringList ends = {u".txt"_qs,  u".csv"_qs, u".tsv"_qs,  u".jsonl"_qs, u".ndjson"_qs,
                              u".json"_qs, u".md"_qs,  u".list"_qs, u".lst"_qs};
    const auto begins = [&](const QString &start) { return argument.startsWith(start); };
    const auto finishes = [&](const QString &end) { return argument.endsWith(end, Qt::CaseInsensitive); };
    return std::any_of(starts.begin(), starts.end(), begins) ||
           (!argument.contains(u"://") && std::any_of(ends.begin(), ends.end(), finishes));
}

bool isList(const QString &argument)
{
    return argument == QLatin1StringView("-") || QFileInfo::exists(argument) || looksLikeFile(argument);
}

QString tr(const char *text)
{
    return QCoreApplication::translate("Inputs", text);
}

Outcome readList(UrlListReader &reader, const QString &argument)
{
    if (argument != QLatin1StringView("-"))
        return reader.readFile(argument);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return Error{Error::Code::Unreadable,
                     tr("Standard input cannot be read: %1.").arg(input.errorString())};
    return reader.readDevice(input);
}

void take(GivenAddresses &given, UrlListReader &reader, const QString &file)
{
    constexpr size_t few = 20;
    given.addresses.append(reader.takeAddresses());
    const InputReport &report = reader.report();
    given.duplicates += report.duplicates;
    given.bad += report.bad;
    for (const BadLine &line : report.badLines) {
        if (given.badLines.size() < few)
            given.badLines.push_back({file, line});
    }
}

} // namespace

Result<GivenAddresses> readInputs(const QStringList &arguments)
{
    GivenAddresses given;
    // Each list is read on its own: what its first line says about its layout holds for no other.
    for (qsizetype i = 0; i < arguments.size();) {
        UrlListReader reader(given.addresses);
        QString file;
        if (isList(arguments[i])) {
            const QString &name = arguments[i++];
            if (const Outcome outcome = readList(reader, name); !outcome)
                return outcome.error();
            file = name == QLatin1StringView("-") ? tr("standard input") : name;
        } else {
            while (i < arguments.size() && !isList(arguments[i]))
                reader.read(QByteArray(arguments[i++].toUtf8() + '\n'));
        }
        take(given, reader, file);
    }
    if (given.addresses.isEmpty())
        return Error{Error::Code::Invalid, tr("There is no address in the input: nothing to fetch.")};
    return given;
}

} // namespace turnstone
