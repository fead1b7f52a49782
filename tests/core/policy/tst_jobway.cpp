// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/jobway.h"

#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

/// "POST http://a/ 303>/b" is a hop; with '!' instead of a status it ended in an error, with sends behind
/// '*'.
Hop hopOf(const QByteArray &text)
{
    const QByteArrayList words = text.split(' ');
    Hop hop;
    hop.method = words[0];
    hop.url = words[1];
    hop.sends = 1;
    QByteArray outcome = words.value(2);
    if (const qsizetype star = outcome.indexOf('*'); star >= 0) {
        hop.sends = quint8(outcome.mid(star + 1).toInt());
        outcome.truncate(star);
    }
    const qsizetype arrow = outcome.indexOf('>');
    hop.status = quint16(outcome.left(arrow < 0 ? outcome.size() : arrow).toUInt());
    if (arrow >= 0)
        hop.location = outcome.mid(arrow + 1);
    return hop;
}

QString toText(const NextStep &next, const FetchAttempt &attempt)
{
    switch (next.kind) {
    case NextStep::Kind::Follow:
        return u"follow %1 %2"_qs.arg(QString::fromLatin1(next.redirect.method),
                                      QString::fromLatin1(next.redirect.url.toEncoded()));
    case NextStep::Kind::Again:
        return next.isCounted ? u"again %1"_qs.arg(next.wait.count()) : u"again uncounted"_qs;
    case NextStep::Kind::Done:
        break;
    }
    const QLatin1StringView error = fetchErrorId(attempt.error);
    return error.isEmpty() ? u"done"_qs : u"done "_qs + error;
}

} // namespace

/// The way of a job: what came before and what landed, and the next step.
class TestJobWay final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nextStep_data()
    {
        QTest::addColumn<QByteArrayList>("hops");
        QTest::addColumn<QString>("error");
        QTest::addColumn<QString>("situation");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArrayList &hops, const QString &error,
                            const QString &situation, const QString &expected) {
            QTest::newRow(name) << hops << error << situation << expected;
        };
        addAnswers(row);
        addErrors(row);
        addPosts(row);
        addRedirects(row);
        addSituations(row);
    }

    void nextStep()
    {
        QFETCH(QByteArrayList, hops);
        QFETCH(QString, error);
        QFETCH(QString, situation);
        QFETCH(QString, expected);
        FetchAttempt attempt;
        for (const QByteArray &hop : hops)
            attempt.hops.push_back(hopOf(hop));
        for (size_t i = 0; i + 1 < attempt.hops.size(); ++i) // as followed before
            attempt.hops[i].location = attempt.hops[i + 1].url;
        attempt.error = fetchErrorFromId(error).value();
        CrawlSettings settings;
        settings.limits.maxRedirects = 3;
        JobSituation at;
        at.remaining = 5s;
        for (const QString &word : situation.split(u' ', Qt::SkipEmptyParts)) {
            const int number = word.section(u'=', 1).toInt();
            if (word.startsWith(u"tries"))
                at.triesBefore = number;
            else if (word.startsWith(u"retries"))
                settings.limits.retries = number;
            else if (word.startsWith(u"asked"))
                attempt.retryAfterMs = number;
            else if (word == u"down")
                at.hostIsDown = true;
            else if (word == u"impatient")
                at.hostIsPatient = false;
            else if (word == u"stopping")
                at.isStopping = true;
            else if (word == u"late")
                at.remaining = 0s;
            else if (word == u"cookies")
                settings.cookies = true;
            else
                QFAIL(qPrintable(word));
        }
        QCOMPARE(toText(turnstone::nextStep(attempt, at, settings, 0.5), attempt), expected);
    }

    void aRedirectNotesItsTarget()
    {
        FetchAttempt attempt;
        attempt.hops = {hopOf("GET http://a.example/x/y 302>../z#part")};
        const JobSituation situation{0, 5s};
        const NextStep next = turnstone::nextStep(attempt, situation, {}, 0.5);
        QCOMPARE(next.kind, NextStep::Kind::Follow);
        QCOMPARE(attempt.hops[0].location, QByteArray("http://a.example/z"));
    }

    void whyARedirectIsNotFollowedIsTold()
    {
        FetchAttempt attempt;
        attempt.hops = {hopOf("GET http://a/ 302>ftp://a/")};
        const JobSituation situation{0, 5s};
        QCOMPARE(turnstone::nextStep(attempt, situation, {}, 0.5).kind, NextStep::Kind::Done);
        QCOMPARE(attempt.error, FetchError::BadRedirect);
        QVERIFY(attempt.errorText.contains(u"ftp"));
    }

private:
    template <typename Row>
    static void addAnswers(const Row &row)
    {
        for (const int status : {408, 421, 425, 429, 500, 502, 503, 504})
            row(qPrintable(u"GET %1"_qs.arg(status)), {"GET http://a/ " + QByteArray::number(status)}, {}, {},
                u"again 250"_qs);
        for (const int status :
             {200, 204, 206, 300, 304, 305, 400, 401, 403, 404, 407, 410, 418, 451, 501, 505, 599, 999})
            row(qPrintable(u"GET %1"_qs.arg(status)), {"GET http://a/ " + QByteArray::number(status)}, {}, {},
                u"done"_qs);
    }

    template <typename Row>
    static void addErrors(const Row &row)
    {
        for (const char *error :
             {"refused", "unreachable", "reset", "connect_timeout", "timeout", "truncated", "proxy_failed"}) {
            const QString id = QString::fromLatin1(error);
            row(qPrintable(u"GET "_qs + id), {"GET http://a/ !"}, id, {}, u"again 250"_qs);
            row(qPrintable(u"PUT "_qs + id), {"PUT http://a/ !"}, id, {}, u"again 250"_qs);
        }
        for (const char *error : {"invalid_url", "host_not_found", "tls", "not_http", "too_large",
                                  "bad_encoding", "cancelled", "forbidden"}) {
            const QString id = QString::fromLatin1(error);
            row(qPrintable(u"GET "_qs + id), {"GET http://a/ !"}, id, {}, u"done "_qs + id);
        }
    }

    template <typename Row>
    static void addPosts(const Row &row)
    {
        for (const int status : {408, 421, 425, 429, 503})
            row(qPrintable(u"POST %1"_qs.arg(status)), {"POST http://a/ " + QByteArray::number(status)}, {},
                {}, u"again 250"_qs);
        for (const int status : {200, 400, 404, 500, 501, 502, 504})
            row(qPrintable(u"POST %1"_qs.arg(status)), {"POST http://a/ " + QByteArray::number(status)}, {},
                {}, u"done"_qs);
        for (const char *error :
             {"refused", "unreachable", "reset", "connect_timeout", "timeout", "proxy_failed"}) {
            const QString id = QString::fromLatin1(error);
            row(qPrintable(u"POST %1, nothing sent"_qs.arg(id)), {"POST http://a/ !*0"}, id, {},
                u"again 250"_qs);
            row(qPrintable(u"POST %1, sent"_qs.arg(id)), {"POST http://a/ !*1"}, id, {}, u"done "_qs + id);
            row(qPrintable(u"PATCH %1, sent"_qs.arg(id)), {"PATCH http://a/ !*1"}, id, {}, u"done "_qs + id);
        }
        row("POST truncated", {"POST http://a/ 200"}, u"truncated"_qs, {}, u"done truncated"_qs);
        row("POST 503 in the last try", {"POST http://a/ 503"}, {}, u"tries=2"_qs, u"done"_qs);
        row("POST refused at a host that is down", {"POST http://a/ !*0"}, u"refused"_qs, u"down"_qs,
            u"again uncounted"_qs);
        row("POST reset at a host that is down", {"POST http://a/ !"}, u"reset"_qs, u"down"_qs,
            u"done reset"_qs);
        // Once it was answered by a redirect it was acted upon, whatever becomes of the rest.
        for (const char *redirect : {"301", "302", "303", "307", "308"}) {
            const QByteArray first = "POST http://a/ " + QByteArray(redirect);
            const bool keeps = first.endsWith('7') || first.endsWith('8');
            const QByteArray then = keeps ? "POST http://a/b " : "GET http://a/b ";
            row(qPrintable(u"POST %1, then 503"_qs.arg(QLatin1StringView(redirect))), {first, then + "503"},
                {}, {}, u"done"_qs);
            row(qPrintable(u"POST %1, then reset"_qs.arg(QLatin1StringView(redirect))), {first, then + "!"},
                u"reset"_qs, {}, u"done reset"_qs);
            row(qPrintable(u"POST %1, then refused unsent"_qs.arg(QLatin1StringView(redirect))),
                {first, then + "!*0"}, u"refused"_qs, {}, u"done refused"_qs);
        }
    }

    template <typename Row>
    static void addRedirects(const Row &row)
    {
        for (const char *status : {"301", "302", "303", "307", "308"}) {
            const QByteArray end = QByteArray(" ") + status + ">/b";
            const QString name = QLatin1StringView(status);
            row(qPrintable(u"GET "_qs + name), {"GET http://a/" + end}, {}, {}, u"follow GET http://a/b"_qs);
            row(qPrintable(u"HEAD "_qs + name), {"HEAD http://a/" + end}, {}, {},
                u"follow HEAD http://a/b"_qs);
            const bool keeps = name >= u"307";
            row(qPrintable(u"POST "_qs + name), {"POST http://a/" + end}, {}, {},
                keeps ? u"follow POST http://a/b"_qs : u"follow GET http://a/b"_qs);
        }
        row("no target", {"GET http://a/ 302"}, {}, {}, u"done bad_redirect"_qs);
        row("300 is none", {"GET http://a/ 300>/b"}, {}, {}, u"done"_qs);
        row("to itself", {"GET http://a/ 302>/"}, {}, {}, u"done redirect_loop"_qs);
        row("to itself with cookies", {"GET http://a/ 302>/"}, {}, u"cookies"_qs, u"follow GET http://a/"_qs);
        row("back to the first", {"GET http://a/ 302", "GET http://a/b 302>/"}, {}, {},
            u"done redirect_loop"_qs);
        row("POST to the same address as GET", {"POST http://a/ 303>/"}, {}, {}, u"follow GET http://a/"_qs);
        row("the last that is allowed", {"GET http://a/ 302", "GET http://a/1 302", "GET http://a/2 302>/3"},
            {}, {}, u"follow GET http://a/3"_qs);
        row("one too many",
            {"GET http://a/ 302", "GET http://a/1 302", "GET http://a/2 302", "GET http://a/3 302>/4"}, {},
            {}, u"done too_many_redirects"_qs);
        row("no time left", {"GET http://a/ 302>/b"}, {}, u"late"_qs, u"again 250"_qs);
        row("no time left, last try", {"GET http://a/ 302>/b"}, {}, u"late tries=2"_qs, u"done timeout"_qs);
        row("POST, no time left", {"POST http://a/ 303>/b"}, {}, u"late"_qs, u"done timeout"_qs);
        row("a redirect whose answer broke", {"GET http://a/ 302>/b"}, u"truncated"_qs, {}, u"again 250"_qs);
        row("GET, then 503", {"GET http://a/ 302", "GET http://a/b 503"}, {}, {}, u"again 250"_qs);
        row("GET, then refused", {"GET http://a/ 302", "GET http://b/ !"}, u"refused"_qs, {},
            u"again 250"_qs);
        row("to another host", {"GET http://a/ 301>https://b.example"}, {}, {},
            u"follow GET https://b.example/"_qs);
    }

    template <typename Row>
    static void addSituations(const Row &row)
    {
        row("second try", {"GET http://a/ 500"}, {}, u"tries=1"_qs, u"again 500"_qs);
        row("last try", {"GET http://a/ 500"}, {}, u"tries=2"_qs, u"done"_qs);
        row("one retry only", {"GET http://a/ 500"}, {}, u"tries=1 retries=1"_qs, u"done"_qs);
        row("no retries", {"GET http://a/ 500"}, {}, u"retries=0"_qs, u"done"_qs);
        row("no retries at a host that is down", {"GET http://a/ !"}, u"refused"_qs, u"retries=0 down"_qs,
            u"done refused"_qs);
        row("stopping", {"GET http://a/ 503"}, {}, u"stopping"_qs, u"done"_qs);
        row("stopping at a host that is down", {"GET http://a/ 503"}, {}, u"stopping down"_qs, u"done"_qs);
        row("at a host that is down", {"GET http://a/ 503"}, {}, u"down"_qs, u"again uncounted"_qs);
        row("at a host that is down, tries over", {"GET http://a/ 503"}, {}, u"down tries=9"_qs,
            u"again uncounted"_qs);
        row("at a host that was given up, tries over", {"GET http://a/ 503"}, {},
            u"down impatient tries=2"_qs, u"done"_qs);
        row("at a host that was given up", {"GET http://a/ 503"}, {}, u"down impatient"_qs, u"again 250"_qs);
        row("a proper answer of a host that is down", {"GET http://a/ 404"}, {}, u"down"_qs, u"done"_qs);
        row("429 with Retry-After", {"GET http://a/ 429"}, {}, u"asked=7000"_qs, u"again 7000"_qs);
        row("503 with Retry-After", {"GET http://a/ 503"}, {}, u"asked=0"_qs, u"again 250"_qs);
        row("429 with a long Retry-After", {"GET http://a/ 429"}, {}, u"asked=999000"_qs, u"again 60000"_qs);
        row("500 with Retry-After", {"GET http://a/ 500"}, {}, u"asked=7000"_qs, u"again 250"_qs);
        row("200 with Retry-After", {"GET http://a/ 200"}, {}, u"asked=7000"_qs, u"done"_qs);
        row("POST 429 with Retry-After", {"POST http://a/ 429"}, {}, u"asked=7000"_qs, u"again 7000"_qs);
    }
};

QTEST_APPLESS_MAIN(TestJobWay)
#include "tst_jobway.moc"
