// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/shelltext.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace turnstone {

namespace {

constexpr auto FetchingCommands = std::to_array<QByteArrayView>(
    {"curl", "curl.exe", "wget", "wget2", "aria2c", "git clone", "iwr", "irm", "Invoke-WebRequest"});

// What the answer is given to, or comes next.
constexpr auto NextCommands = std::to_array<QByteArrayView>(
    {"sh",     "bash",   "zsh",     "dash",      "ksh",    "fish",    "sudo",    "doas",    "env",
     "source", "iex",    "python",  "perl",      "ruby",   "node",    "php",     "python3", "jq",
     "yq",     "xq",     "grep",    "egrep",     "sed",    "awk",     "cut",     "tr",      "sort",
     "uniq",   "head",   "tail",    "wc",        "tee",    "xargs",   "cat",     "less",    "more",
     "tar",    "gunzip", "zcat",    "unzip",     "gzip",   "bzip2",   "xz",      "base64",  "openssl",
     "gpg",    "md5sum", "sha1sum", "sha256sum", "shasum", "apt-key", "dd",      "kubectl", "docker",
     "psql",   "mysql",  "sqlite3", "pbcopy",    "xclip",  "column",  "xmllint", "pup",     "htmlq",
     "iconv",  "rev",    "nl",      "echo",      "printf", "ls",      "cd",      "rm",      "mv",
     "cp",     "mkdir",  "chmod",   "sleep",     "exit",   "true",    "false",   "done",    "fi",
     "then",   "do",     "test",    "source",    "make",   "curl",    "wget"});

bool isWordPart(char c)
{
    return isAsciiLetter(c) || isAsciiDigit(c) || c == '-' || c == '_' || c == '.' || isNonAscii(c);
}

bool isArgument(QByteArrayView text)
{
    if (text.isEmpty() || !isBlank(text.front()))
        return false;
    const auto word = std::find_if_not(text.begin(), text.end(), isBlank);
    const QByteArrayView rest = text.sliced(word - text.begin());
    return !rest.isEmpty() && (std::strchr("-\"'$", rest.front()) != nullptr || hasWebScheme(rest));
}

qsizetype commandIn(QByteArrayView line, QByteArrayView name)
{
    for (qsizetype at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
        const bool begins = at == 0 || !isWordPart(line[at - 1]);
        if (begins && isArgument(line.sliced(at + name.size())))
            return at;
    }
    return line.size();
}

} // namespace

qsizetype fetchingCommandIn(QByteArrayView line)
{
    qsizetype first = line.size();
    for (const QByteArrayView name : FetchingCommands)
        first = std::min(first, commandIn(line, name));
    return first;
}

bool beginsNextCommand(QByteArrayView text)
{
    const auto isOperator = [](char c) { return c == '|' || c == ';' || c == '&'; };
    const auto begin = std::find_if_not(text.begin(), text.end(), isOperator);
    const auto end = std::find_if_not(begin, text.end(), isWordPart);
    const QByteArrayView word(begin, end - begin);
    const bool isWhole = end == text.end() || isBlank(*end) || QByteArrayView("\"'`)<|;&").contains(*end);
    const bool isParameter = text.startsWith('&') && !text.startsWith("&&");
    return begin != text.begin() && isWhole && !isParameter &&
           std::find(NextCommands.begin(), NextCommands.end(), word) != NextCommands.end();
}

} // namespace turnstone
