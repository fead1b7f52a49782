// SPDX-License-Identifier: GPL-3.0-or-later
// Each setting of a crawl once, for all who write, read or offer settings: the project's file, the user's own
// settings, the command line. Its field in the window is a line of a settings page.
#pragma once

#include "core/types/crawlsettings.h"
#include "core/types/settingranges.h"

#include <QLatin1StringView>
#include <QtGlobal>

#include <array>

namespace turnstone {

struct Setting
{
    const char *id; ///< "host_patience_ms" in a project, "hostPatienceMs" among the user's settings
    const char *help = nullptr;  ///< of its option, --host-patience, to be translated;
                                 ///< nullptr: it has none, or one with rules of its own
    const char *value = nullptr; ///< what the option takes, where that is not the usual for its type
};

inline constexpr std::array<QLatin1StringView, 3> Http2Ids{QLatin1StringView("auto"), QLatin1StringView("on"),
                                                           QLatin1StringView("off")};
inline constexpr std::array<QLatin1StringView, 3> EngineIds{
    QLatin1StringView("auto"), QLatin1StringView("curl"), QLatin1StringView("qt")};

/// Calls `visit(Setting, value, range)` for each, or `visit(Setting, value)` for what is no number.
template <typename Visitor, typename Limits>
void visitLimits(Visitor &visit, Limits &limits)
{
    visit(Setting{"concurrency", QT_TRANSLATE_NOOP("turnstone", "Total requests in flight (32).")},
          limits.concurrency, allowed::Concurrency);
    visit(Setting{"per_host", QT_TRANSLATE_NOOP("turnstone", "Requests in flight per host (6).")},
          limits.perHost, allowed::PerHost);
    visit(Setting{"rate", QT_TRANSLATE_NOOP("turnstone", "Total requests per second (no limit).")},
          limits.rate, allowed::Rate);
    visit(Setting{"host_delay_ms",
                  QT_TRANSLATE_NOOP("turnstone",
                                    "Time from one request's start to the next at the same host, in ms (0)."),
                  "MS"},
          limits.hostDelay, allowed::WaitMs);
    visit(
        Setting{"timeout_ms", QT_TRANSLATE_NOOP("turnstone", "Time limit for an attempt, in seconds (15).")},
        limits.timeout, allowed::TimeoutMs);
    visit(Setting{"connect_timeout_ms",
                  QT_TRANSLATE_NOOP("turnstone", "Time limit for connecting, in seconds (10).")},
          limits.connectTimeout, allowed::TimeoutMs);
    visit(
        Setting{"retries", QT_TRANSLATE_NOOP(
                               "turnstone",
                               "Attempts after the first (2); probes of a host that is down do not count.")},
        limits.retries, allowed::Retries);
    visit(
        Setting{"backoff_ms",
                QT_TRANSLATE_NOOP(
                    "turnstone", "First pause before another attempt, doubled each time, in seconds (0.5).")},
        limits.backoff, allowed::WaitMs);
    visit(Setting{"max_backoff_ms",
                  QT_TRANSLATE_NOOP(
                      "turnstone",
                      "Longest pause before another attempt, Retry-After included, in seconds (60).")},
          limits.maxBackoff, allowed::WaitMs);
    visit(Setting{"max_body_bytes", QT_TRANSLATE_NOOP("turnstone", "Largest body that is read (10M).")},
          limits.maxBodyBytes, allowed::MaxBodyBytes);
    visit(Setting{"max_redirects", QT_TRANSLATE_NOOP("turnstone", "Longest chain of redirects (10).")},
          limits.maxRedirects, allowed::MaxRedirects);
    visit(Setting{"host_patience_ms",
                  QT_TRANSLATE_NOOP("turnstone", "How long rows wait for a host that is down, in seconds "
                                                 "(300); 0: not at all.")},
          limits.hostPatience, allowed::WaitMs);
    visit(Setting{"memory_bytes",
                  QT_TRANSLATE_NOOP("turnstone",
                                    "Memory for bodies and for results until they are written, at least 16M "
                                    "(512M, enough for 1500 requests in flight; other numbers in "
                                    "proportion). The program uses some memory besides.")},
          limits.memoryBytes, allowed::MemoryBytes);
}

template <typename Visitor, typename Settings>
void visitNetwork(Visitor &visit, Settings &settings)
{
    visit(Setting{"insecure", QT_TRANSLATE_NOOP("turnstone", "Accept any certificate.")}, settings.insecure);
    visit(Setting{"forbid_private",
                  QT_TRANSLATE_NOOP(
                      "turnstone",
                      "Refuse redirects and names that lead to a private network. A proxy looks up names "
                      "itself: with one, only localhost and numeric addresses are refused.")},
          settings.forbidPrivate);
    visit(Setting{"cookies", QT_TRANSLATE_NOOP("turnstone",
                                               "Keep and send cookies, as many as a browser does: 180 per "
                                               "site, 50 of them per domain, none of more than 4096 bytes.")},
          settings.cookies);
    visit(Setting{"http2", QT_TRANSLATE_NOOP("turnstone", "on, off or auto (auto).")}, settings.http2);
    visit(Setting{"engine", QT_TRANSLATE_NOOP(
                                "turnstone",
                                "The HTTP engine: curl (libcurl), qt (Qt's own) or auto (auto: libcurl).")},
          settings.engine);
}

template <typename Visitor, typename Settings>
void visitEvidence(Visitor &visit, Settings &settings)
{
    visit(Setting{"keep_headers", QT_TRANSLATE_NOOP("turnstone", "Keep header fields in the project.")},
          settings.keepHeaders);
    visit(Setting{"keep_secrets",
                  QT_TRANSLATE_NOOP(
                      "turnstone",
                      "Keep the values of Authorization, Cookie and other secret header fields and the "
                      "passwords in addresses in the project; otherwise, it has *** in their place.")},
          settings.keepSecrets);
    visit(Setting{"fail_fast", QT_TRANSLATE_NOOP("turnstone", "Stop at the first address that is not fine.")},
          settings.failFast);
    visit(Setting{"keep_body_bytes"}, settings.keepBodyBytes, allowed::KeepBodyBytes);
    visit(Setting{"store_bodies"}, settings.storeBodies);
}

template <typename Visitor, typename Settings>
void visitRequest(Visitor &visit, Settings &settings)
{
    visit(Setting{"method"}, settings.request.method);
    visit(Setting{"headers"}, settings.request.headers);
    visit(Setting{"has_body"}, settings.request.hasBody);
    visit(Setting{"body"}, settings.request.body);
    visit(Setting{"user_agent"}, settings.userAgent);
    visit(Setting{"proxy"}, settings.proxy);
    visit(Setting{"system_proxy"}, settings.systemProxy);
}

/// All of them.
template <typename Visitor, typename Settings>
void visitSettings(Visitor &visit, Settings &settings)
{
    visitLimits(visit, settings.limits);
    visitRequest(visit, settings);
    visitNetwork(visit, settings);
    visitEvidence(visit, settings);
}

} // namespace turnstone
