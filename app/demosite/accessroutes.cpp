// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/htmlpage.h"
#include "app/demosite/route.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QStringBuilder>

namespace turnstone {

namespace {

SiteReply door(int status, const QByteArray &title, const QByteArray &sentence)
{
    SiteReply reply;
    reply.status = status;
    reply.body = messagePage(title, sentence);
    return reply;
}

SiteReply login(const SiteRequest &, SiteState &)
{
    SiteReply reply = door(401, "Members only", "Please log in to read the ringers' diaries.");
    reply.headers = {{"WWW-Authenticate", "Bearer realm=\"Tideline members\""}};
    return reply;
}

SiteReply basicAuth(const SiteRequest &request, SiteState &)
{
    // The path is user/password, and what a client sends is user:password.
    QByteArray expected = request.tail();
    if (const qsizetype slash = expected.indexOf('/'); slash >= 0)
        expected[slash] = ':';
    if (request.header("Authorization") == "Basic " + expected.toBase64())
        return door(200, "Welcome back", "Your notebooks are where you left them.");
    SiteReply reply = door(401, "Members only", "This page asks for a name and a password.");
    reply.headers = {{"WWW-Authenticate", "Basic realm=\"Tideline\", charset=\"UTF-8\""}};
    return reply;
}

SiteReply bearer(const SiteRequest &request, SiteState &state)
{
    if (!request.header("Authorization").startsWith("Bearer "))
        return login(request, state);
    return door(200, "Welcome back", "Your token is in order.");
}

SiteReply forbidden(const SiteRequest &, SiteState &)
{
    return door(403, "Nesting area", "Closed from March to August. Please keep to the path.");
}

SiteReply botWall(const SiteRequest &, SiteState &)
{
    SiteReply reply;
    reply.status = 403;
    reply.headers = {{"cf-mitigated", "challenge"}, {"CF-RAY", "8c1d2e3f4a5b6c7d-TID"}};
    reply.body = "<!DOCTYPE html><html lang=\"en-US\"><head><title>Just a moment...</title>"
                 "<meta name=\"robots\" content=\"noindex,nofollow\"></head><body><h1>127.0.0.1</h1>"
                 "<p>Checking that you are a person. This may take a few seconds.</p>"
                 "<noscript>Enable JavaScript and cookies to continue</noscript>"
                 "<script src=\"/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1\"></script>"
                 "</body></html>\n";
    return reply;
}

SiteReply legal(const SiteRequest &, SiteState &)
{
    return door(451, "Withdrawn", "A court has asked us not to say where the dotterels nest.");
}

SiteReply cookies(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    if (request.tail() == "set") {
        reply.status = 302;
        reply.headers = {{"Location", "/cookies"}};
        for (const QByteArray &pair : request.query.split('&')) {
            if (pair.indexOf('=') > 0)
                reply.headers.emplace_back("Set-Cookie", pair + "; Path=/");
        }
        reply.body = messagePage("Cookies set", "Have a <a href=\"/cookies\">look at them</a>.");
        return reply;
    }
    QJsonObject all;
    for (const QByteArray &pair : request.header("Cookie").split(';')) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0)
            all.insert(QString::fromUtf8(pair.first(equals).trimmed()),
                       QString::fromUtf8(pair.mid(equals + 1)));
    }
    reply.contentType = "application/json";
    reply.body = QJsonDocument(QJsonObject{{QStringLiteral("cookies"), all}}).toJson();
    return reply;
}

constexpr Route AccessRoutes[] = {
    {"login", "/login", "401 that asks for a token", login},
    {"basic-auth", "/basic-auth/user/pass", "401 unless that name and password come along", basicAuth},
    {"bearer", "/bearer", "401 unless any bearer token comes along", bearer},
    {"forbidden", "/forbidden", "403", forbidden},
    {"bot-wall", "/bot-wall", "403 with the challenge page of a bot wall", botWall},
    {"legal", "/legal", "451", legal},
    {"cookies", "/cookies/set?name=value", "sets cookies and redirects to /cookies, which shows them",
     cookies},
};

} // namespace

std::span<const Route> accessRoutes()
{
    return AccessRoutes;
}

} // namespace turnstone
