// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/verdict.h"

#include <QCoreApplication>

namespace turnstone {

namespace {

struct Names
{
    QLatin1StringView id;
    const char *label;
};

constexpr std::array<Names, VerdictCount> names = {{
    {QLatin1StringView("ok"), QT_TRANSLATE_NOOP("Verdict", "OK")},
    {QLatin1StringView("redirected"), QT_TRANSLATE_NOOP("Verdict", "Redirected")},
    {QLatin1StringView("broken"), QT_TRANSLATE_NOOP("Verdict", "Broken")},
    {QLatin1StringView("client_error"), QT_TRANSLATE_NOOP("Verdict", "Client error")},
    {QLatin1StringView("blocked"), QT_TRANSLATE_NOOP("Verdict", "Blocked")},
    {QLatin1StringView("throttled"), QT_TRANSLATE_NOOP("Verdict", "Throttled")},
    {QLatin1StringView("server_error"), QT_TRANSLATE_NOOP("Verdict", "Server error")},
    {QLatin1StringView("timeout"), QT_TRANSLATE_NOOP("Verdict", "Timeout")},
    {QLatin1StringView("tls_error"), QT_TRANSLATE_NOOP("Verdict", "TLS error")},
    {QLatin1StringView("connection_failed"), QT_TRANSLATE_NOOP("Verdict", "Connection failed")},
    {QLatin1StringView("bad_response"), QT_TRANSLATE_NOOP("Verdict", "Bad response")},
    {QLatin1StringView("too_large"), QT_TRANSLATE_NOOP("Verdict", "Too large")},
    {QLatin1StringView("invalid_url"), QT_TRANSLATE_NOOP("Verdict", "Invalid address")},
    {QLatin1StringView("skipped"), QT_TRANSLATE_NOOP("Verdict", "Skipped")},
    {QLatin1StringView("cancelled"), QT_TRANSLATE_NOOP("Verdict", "Cancelled")},
}};

} // namespace

QLatin1StringView verdictId(Verdict verdict)
{
    return names[size_t(verdict)].id;
}

std::optional<Verdict> verdictFromId(QAnyStringView id)
{
    for (size_t i = 0; i < names.size(); ++i) {
        if (QAnyStringView::equal(id, names[i].id))
            return Verdict(i);
    }
    return std::nullopt;
}

QString verdictLabel(Verdict verdict)
{
    return QCoreApplication::translate("Verdict", names[size_t(verdict)].label);
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
