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

Outcome readOne(UrlListReader &reader, const QString &argument)
{
    if (argument == QLatin1StringView("-")) {
        QFile input;
        if (!input.open(stdin, QIODevice::ReadOnly))
            return Error{Error::Code::Unreadable,
                         QCoreApplication::translate("Inputs", "Standard input cannot be read: %1.")
                             .arg(input.errorString())};
        return reader.readDevice(input);
    }
    if (QFileInfo::exists(argument) || looksLikeFile(argument))
        return reader.readFile(argument);
    reader.read(argument.toUtf8());
    return success();
}

} // namespace

Result<GivenAddresses> readInputs(const QStringList &arguments)
{
    UrlListReader reader;
    for (const QString &argument : arguments) {
        const Outcome outcome = readOne(reader, argument);
        if (!outcome)
            return outcome.error();
        reader.read("\n");
    }
    GivenAddresses given;
    given.addresses = reader.takeAddresses();
    given.report = reader.report();
    if (given.addresses.isEmpty())
        return Error{
            Error::Code::Invalid,
            QCoreApplication::translate("Inputs", "There is no address in the input: nothing to fetch.")};
    return given;
}

} // namespace turnstone
