// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"
#include "tests/core/net/wire.h"
#include "tests/integration/behaviour.h"

#include <QHash>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Limit = 20'000'000;

/// What `curl` makes of an address.
struct Bare
{
    int exit = -1;
    int status = 0;
    QByteArray body;
    QByteArray words;
};

Behaviours all()
{
    Behaviours list;
    for (const auto &part : {statusBehaviours(), redirectBehaviours(), retryBehaviours(), timeoutBehaviours(),
                             wireBehaviours(), contentBehaviours(), tlsBehaviours(), requestBehaviours()})
        list.insert(list.end(), part.begin(), part.end());
    return list;
}

/// Where we are stricter than the tool, and why.
const QHash<QByteArray, const char *> Stricter{
    {"header fields without an end", "it reads on until its time or its own bound is over"},
    {"200,000 header fields", "it has no bound for their number"},
    {"1,100 header fields", "likewise"},
    {"two lengths that differ", "it believes the last one; two readers could see two messages in it"},
    {"a header that breaks off", "it takes the part that came for the whole"},
    {"gzip that breaks off", "it writes what it could decode, and says nothing"},
    {"two Locations that differ", "it follows the first, as nobody else does"},
    {"a folded Transfer-Encoding", "it does not see it, and takes what breaks off for whole"},
    {"101 that nobody asked for", "it takes whatever follows for the body"},
};

} // namespace

/// Every behaviour that a plain request can see, as we see it and as the `curl` program does.
class TestConsistency final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"curl"_s).isEmpty())
            QSKIP("there is no curl program here");
        prepareNetwork();
        TlsServer::trust();
        QFile authority(authorityFile());
        QVERIFY(authority.open(QIODevice::WriteOnly));
        authority.write(TlsServer::authority().toPem());
    }

    void agrees_data()
    {
        QTest::addColumn<const Behaviour *>("behaviour");
        for (const Behaviour &behaviour : m_behaviours) {
            // It would write all of a bomb to the disk.
            if (!behaviour.request && !behaviour.name.contains("bomb"))
                QTest::newRow(behaviour.name.constData()) << &behaviour;
        }
        QVERIFY(m_behaviours.size() >= 150);
    }

    /// Both at the same time, each at servers of its own.
    void agrees()
    {
        QFETCH(const Behaviour *, behaviour);
        Stage theirs{m_theirSite, {}, {}, {}, {}};
        QProcess curl;
        ask(curl, behaviour->open(theirs), behaviour->settings.insecure);
        Stage ours{m_site, {}, {}, {}, {}};
        const Answer answer = fetch(QUrl::fromEncoded(behaviour->open(ours)), behaviour->settings.insecure);
        QVERIFY(QTest::qWaitFor([&curl] { return curl.state() == QProcess::NotRunning; }, 10'000));
        const Bare bare = result(curl);

        const bool isTheirs = bare.exit == 0;
        const bool isOurs = answer.error == FetchError::None;
        const QByteArray context = "curl: " + QByteArray::number(bare.exit) + ' ' +
                                   QByteArray::number(bare.status) + ' ' + bare.words +
                                   "; ours: " + QByteArray(fetchErrorId(answer.error).data()) + ' ' +
                                   QByteArray::number(answer.hop.status) + ' ' + answer.errorText.toUtf8();
        if (Stricter.contains(behaviour->name)) {
            QVERIFY2(!isOurs, context.constData());
            return;
        }
        // Of a redirect we wait for nothing more than its target.
        const bool leadsOn = !answer.hop.location.isEmpty();
        QVERIFY2(isOurs == isTheirs || leadsOn, context.constData());
        QVERIFY2(!isOurs || answer.hop.status == bare.status, context.constData());
        if (isOurs && !leadsOn) {
            QCOMPARE(answer.bodyBytes, bare.body.size());
            QCOMPARE(answer.body, bare.body);
        }
    }

private:
    void ask(QProcess &curl, const QByteArray &address, bool insecure) const
    {
        QFile::remove(bodyFile());
        QStringList arguments{u"--disable"_s,   u"--silent"_s,   u"--show-error"_s, u"--proxy"_s,
                              QString(),        u"--max-time"_s, u"1.5"_s,          u"--compressed"_s,
                              u"--globoff"_s,   u"--output"_s,   bodyFile(),        u"--write-out"_s,
                              u"%{http_code}"_s};
        arguments << (insecure ? QStringList{u"--insecure"_s} : QStringList{u"--cacert"_s, authorityFile()});
        curl.start(u"curl"_s, arguments << u"--"_s << QString::fromLatin1(address));
    }

    Bare result(QProcess &curl) const
    {
        Bare bare;
        bare.exit = curl.exitCode();
        bare.status = curl.readAllStandardOutput().toInt();
        bare.words = curl.readAllStandardError().trimmed();
        QFile file(bodyFile());
        if (file.open(QIODevice::ReadOnly))
            bare.body = file.readAll();
        return bare;
    }

    /// One try, with as much time as the program has.
    static Answer fetch(const QUrl &url, bool insecure)
    {
        CrawlSettings settings;
        settings.insecure = insecure;
        Exchange::Options options;
        options.maxBodyBytes = Limit;
        options.keepBodyBytes = Limit;
        options.insecure = insecure;
        Wire wire(settings);
        return wire.get(url, options, [](Exchange &exchange) {
            QTimer::singleShot(1500, &exchange, [&exchange] { exchange.expire(FetchError::Timeout); });
        });
    }

    QString bodyFile() const { return m_folder.filePath(u"body"_s); }
    QString authorityFile() const { return m_folder.filePath(u"authority.pem"_s); }

    const Behaviours m_behaviours = all();
    TestSite m_theirSite;
    TestSite m_site;
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestConsistency)
#include "tst_consistency.moc"
