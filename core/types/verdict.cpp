// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/verdict.h"

#include <QCoreApplication>

namespace turnstone {

namespace {

struct Texts
{
    QLatin1StringView id;
    const char *label;
    const char *meaning;
};

constexpr std::array<Texts, VerdictCount> texts = {{
    {QLatin1StringView("ok"), QT_TRANSLATE_NOOP("Verdict", "OK"),
     QT_TRANSLATE_NOOP("Verdict", "The answer was successful (2xx), without a redirect.")},
    {QLatin1StringView("redirected"), QT_TRANSLATE_NOOP("Verdict", "Redirected"),
     QT_TRANSLATE_NOOP("Verdict", "Redirects led to a successful answer (2xx).")},
    {QLatin1StringView("broken"), QT_TRANSLATE_NOOP("Verdict", "Broken"),
     QT_TRANSLATE_NOOP("Verdict", "There is no such page (404, 410), or no host by this name.")},
    {QLatin1StringView("client_error"), QT_TRANSLATE_NOOP("Verdict", "Client error"),
     QT_TRANSLATE_NOOP("Verdict",
                       "The server does not accept the request: any other status from 400 to 499.")},
    {QLatin1StringView("blocked"), QT_TRANSLATE_NOOP("Verdict", "Blocked"),
     QT_TRANSLATE_NOOP("Verdict", "The server refused access or wants to know who is asking (401, 403, 407, "
                                  "451), or a bot wall answered in place of the page.")},
    {QLatin1StringView("throttled"), QT_TRANSLATE_NOOP("Verdict", "Throttled"),
     QT_TRANSLATE_NOOP(
         "Verdict",
         "The server asked for fewer requests (429, or 503 with Retry-After) until no attempts were left.")},
    {QLatin1StringView("server_error"), QT_TRANSLATE_NOOP("Verdict", "Server error"),
     QT_TRANSLATE_NOOP("Verdict", "The server failed (5xx) until no attempts were left.")},
    {QLatin1StringView("timeout"), QT_TRANSLATE_NOOP("Verdict", "Timeout"),
     QT_TRANSLATE_NOOP("Verdict", "No connection was made, or no complete answer arrived, in time.")},
    {QLatin1StringView("tls_error"), QT_TRANSLATE_NOOP("Verdict", "TLS error"),
     QT_TRANSLATE_NOOP("Verdict",
                       "No secure connection could be made: the certificate or the handshake failed.")},
    {QLatin1StringView("connection_failed"), QT_TRANSLATE_NOOP("Verdict", "Connection failed"),
     QT_TRANSLATE_NOOP("Verdict", "The connection was refused or broke off, or the host cannot be reached.")},
    {QLatin1StringView("bad_response"), QT_TRANSLATE_NOOP("Verdict", "Bad response"),
     QT_TRANSLATE_NOOP(
         "Verdict",
         "The answer cannot be used: it is not HTTP, it broke off, or its redirects lead nowhere.")},
    {QLatin1StringView("too_large"), QT_TRANSLATE_NOOP("Verdict", "Too large"),
     QT_TRANSLATE_NOOP("Verdict", "The body is larger than the limit in the settings.")},
    {QLatin1StringView("invalid_url"), QT_TRANSLATE_NOOP("Verdict", "Invalid address"),
     QT_TRANSLATE_NOOP("Verdict", "This is not an address that can be fetched. Nothing was sent.")},
    {QLatin1StringView("skipped"), QT_TRANSLATE_NOOP("Verdict", "Skipped"),
     QT_TRANSLATE_NOOP("Verdict", "It was left out because the settings forbid it.")},
    {QLatin1StringView("cancelled"), QT_TRANSLATE_NOOP("Verdict", "Cancelled"),
     QT_TRANSLATE_NOOP("Verdict", "It was stopped before it had a result.")},
}};

} // namespace

QLatin1StringView verdictId(Verdict verdict)
{
    return texts[size_t(verdict)].id;
}

std::optional<Verdict> verdictFromId(QAnyStringView id)
{
    for (size_t i = 0; i < texts.size(); ++i) {
        if (QAnyStringView::equal(id, texts[i].id))
            return Verdict(i);
    }
    return std::nullopt;
}

QString verdictLabel(Verdict verdict)
{
    return QCoreApplication::translate("Verdict", texts[size_t(verdict)].label);
}

QString verdictMeaning(Verdict verdict)
{
    return QCoreApplication::translate("Verdict", texts[size_t(verdict)].meaning);
}

bool isFine(Verdict verdict)
{
    return verdict == Verdict::Ok || verdict == Verdict::Redirected;
}

bool isProblem(Verdict verdict)
{
    return !isFine(verdict) && verdict != Verdict::Skipped && verdict != Verdict::Cancelled;
}

std::array<Verdict, VerdictCount> allVerdicts()
{
    std::array<Verdict, VerdictCount> all{};
    for (size_t i = 0; i < all.size(); ++i)
        all[i] = Verdict(i);
    return all;
}

} // namespace turnstone
