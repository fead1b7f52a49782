// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputs.h"

#include "core/base/translation.h"
#include "core/input/addresstext.h"
#include "core/types/secrets.h"

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

bool looksLikeAddress(const QString &argument)
{
    const QByteArray text = argument.toUtf8();
    return hasWebScheme(text) || isBareAddress(text, false);
}

bool isList(const QString &argument)
{
    // a folder may have the name of a host: folders are never lists
    return argument == QLatin1StringView("-") || QFileInfo(argument).isFile() || looksLikeFile(argument) ||
           (QFileInfo::exists(argument) && !(QFileInfo(argument).isDir() && looksLikeAddress(argument)));
}

/// What is taken for the name of a list may be an address ("//user:password@host").
Outcome withoutPasswords(const Outcome &outcome)
{
    if (outcome)
        return outcome;
    Error error = outcome.error();
    error.message = QString::fromUtf8(withHiddenUserInfos(error.message.toUtf8()));
    return error;
}

Outcome readList(UrlListReader &reader, const QString &argument)
{
    if (argument != QLatin1StringView("-"))
        return withoutPasswords(reader.readFile(argument));
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return Error{Error::Code::Unreadable,
                     tr("Standard input cannot be read: %1.").arg(input.errorString())};
    return reader.readDevice(input, tr("standard input"));
}

} // namespace

Result<GivenAddresses> readInputs(const QStringList &arguments, const QString &column)
{
    UrlListReader reader;
    reader.setColumn(column);
    for (const QString &argument : arguments) {
        if (!isList(argument))
            reader.readAddress(argument.toUtf8());
        else if (const Outcome outcome = readList(reader, argument); !outcome)
            return outcome.error();
    }
    GivenAddresses given;
    given.addresses = reader.takeAddresses();
    given.report = reader.report();
    if (given.addresses.isEmpty())
        return Error{Error::Code::Invalid, tr("There is no address in the input: nothing to fetch.")};
    return given;
}

} // namespace turnstone
