// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/secretfields.h"

#include "core/types/secrets.h"

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isNameCharacter(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isQuote(char c)
{
    return c == '"' || c == '\'' || c == '`' || c == '\\';
}

/// No address goes on behind it.
bool endsAddress(char c)
{
    constexpr QByteArrayView Brackets = "<>{}|";
    return isBlank(c) || isQuote(c) || Brackets.contains(c);
}

bool isFieldName(QByteArrayView name)
{
    const QByteArray lower = name.toByteArray().toLower();
    return lower.endsWith("header") || lower.endsWith("headers") || isSecretName(name);
}

/// A name of a host may be anything.
bool isPort(QByteArrayView text)
{
    constexpr QByteArrayView Ends = "/?#";
    const qsizetype digits = std::find_if_not(text.begin(), text.end(), isDigit) - text.begin();
    return digits > 0 && digits <= 5 && (digits == text.size() || Ends.contains(text[digits]));
}

/// What stands between a name and its value.
struct Link
{
    bool isQuoted = false;
    char sign = '\0';
    QByteArrayView value;

    explicit Link(QByteArrayView behind)
    {
        const auto isBetween = [](char c) { return isQuote(c) || isBlank(c); };
        const auto end = std::find_if_not(behind.begin(), behind.end(), isBetween);
        isQuoted = std::any_of(behind.begin(), end, isQuote);
        const bool isSign = end != behind.end() && (*end == ':' || *end == '=');
        sign = isSign ? *end : '\0';
        value = behind.sliced(end - behind.begin() + (isSign ? 1 : 0));
    }
    /// Else there is nothing to be hidden, or it is already.
    bool leadsToValue() const
    {
        constexpr QByteArrayView Nothing = "*(){}[]<>,;";
        const auto isNothing = [Nothing](char c) { return isBlank(c) || isQuote(c) || Nothing.contains(c); };
        return (isQuoted || sign != '\0') && !std::all_of(value.begin(), value.end(), isNothing);
    }
};

/// As "-u NAME:PASSWORD" and "--password WORD" of commands: how much of the word stays. 0: it is none.
qsizetype secretOption(QByteArrayView word)
{
    if (!word.startsWith("--"))
        return word.startsWith("-u") || word.startsWith("-U") || word.startsWith("-b") ? 2 : 0;
    const auto end = std::find_if_not(word.begin() + 2, word.end(), isNameCharacter);
    const QByteArray name = word.sliced(2, end - word.begin() - 2).toByteArray().toLower();
    const bool isSecret = name.endsWith("user") || name.endsWith("bearer") || isSecretName(name);
    return isSecret ? 2 + name.size() : 0;
}

/// Of these a value may follow without a sign.
bool namesWhatFollows(QByteArrayView name)
{
    const QByteArray lower = name.toByteArray().toLower();
    return lower.endsWith("authorization") || lower.endsWith("password") || lower == "bearer" ||
           lower.endsWith("cookie");
}

QByteArrayView wordAt(QByteArrayView text, qsizetype at)
{
    const auto end = std::find_if(text.begin() + at, text.end(), isBlank);
    return text.sliced(at, end - text.begin() - at);
}

} // namespace

bool isSecretName(QByteArrayView name)
{
    // of pages; not of requests
    constexpr std::array<QByteArrayView, 4> open = {"author", "authors", "keyword", "keywords"};
    const QByteArray lower = name.toByteArray().toLower();
    return std::find(open.begin(), open.end(), lower) == open.end() &&
           (lower.contains("cookie") || isSecretHeader(lower));
}

QByteArray withHiddenFields(QByteArrayView text)
{
    const bool isOneWord = std::none_of(text.begin(), text.end(), endsAddress);
    bool isInAddress = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (endsAddress(c) || (c == ',' && !isOneWord))
            isInAddress = false;
        else if (c == '/' || c == '?' || c == '&')
            isInAddress = true;
        if (c == '-' && !isOneWord && (at == 0 || isBlank(text[at - 1]))) {
            if (const qsizetype shown = secretOption(wordAt(text, at)); shown > 0)
                return text.first(at + shown).toByteArray() +
                       (text.sliced(at + shown).startsWith('=') ? '=' : ' ') + Hidden.toByteArray();
        }
        if (!isNameCharacter(c))
            continue;
        const qsizetype end = std::find_if_not(text.begin() + at, text.end(), isNameCharacter) - text.begin();
        const QByteArrayView name = text.sliced(at, end - at), behind = text.sliced(end);
        at = end - 1;
        if (!isFieldName(name) && !namesWhatFollows(name))
            continue;
        const Link link(behind);
        const bool isNextWord =
            link.sign == '\0' && !link.isQuoted && behind.size() > 1 && isBlank(behind[0]);
        if (isNextWord && !isInAddress && !link.value.isEmpty() && namesWhatFollows(name))
            return text.first(end).toByteArray() + ' ' + Hidden.toByteArray();
        if (!isFieldName(name))
            continue;
        const bool isSpaced = behind.size() > 1 && link.sign == behind[0] && isBlank(behind[1]);
        const bool isHost = isOneWord && behind.startsWith(':') && isPort(behind.sliced(1));
        if ((isInAddress && !isSpaced) || isHost || !link.leadsToValue())
            continue;
        const qsizetype shown = end + (isQuote(behind[0]) ? 1 : 0);
        return text.first(shown).toByteArray() + (link.sign == '=' ? "=" : ": ") + Hidden.toByteArray();
    }
    return text.toByteArray();
}

} // namespace turnstone
