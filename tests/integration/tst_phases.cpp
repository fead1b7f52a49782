// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"
#include "tests/core/net/wire.h"
#include "tests/support/tlsserver.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Long beside whatever else a busy machine may do meanwhile.
constexpr TlsServer::Pauses Pauses{300ms, 200ms, 250ms};
constexpr int MostTries = 5;

/// The times of one request in microseconds, as both sides tell them; 0: there was no such phase.
struct Times
{
    qint64 connect = 0, tls = 0, firstByte = 0, download = 0, total = 0;

    std::array<qint64, 5> all() const { return {connect, tls, firstByte, download, total}; }
    QByteArray text() const
    {
        QByteArray text;
        for (const qint64 us : all())
            text += QByteArray::number(us) + ' ';
        return text;
    }
    /// Within 2 ms or 5 %.
    bool agreesWith(const Times &other) const
    {
        const auto mine = all(), others = other.all();
        return std::equal(mine.begin(), mine.end(), others.begin(), [](qint64 a, qint64 b) {
            return std::abs(a - b) <= std::max<qint64>(2000, std::max(a, b) / 20);
        });
    }
};

Times timesOf(const Phases &phases)
{
    const auto known = [](qint64 us) { return std::max<qint64>(us, 0); };
    return {known(phases.connectUs), known(phases.tlsUs), known(phases.ttfbUs), known(phases.downloadUs),
            phases.totalUs};
}

/// Of "connect appconnect pretransfer starttransfer total", in seconds since the beginning; the first two are
/// 0, nearly, where a connection is used again.
Times timesOf(const QByteArray &line, bool isReused)
{
    const QByteArrayList words = line.split(' ');
    const auto at = [&words](int word) { return qint64(words.value(word).toDouble() * 1'000'000); };
    return {isReused ? 0 : at(2), at(1) > 0 && !isReused ? at(1) - at(0) : 0, at(3) - at(2), at(4) - at(3),
            at(4)};
}

RawServer::Script paced()
{
    return [](RawConnection &connection) {
        const QByteArray answer = rawscripts::soundAnswer();
        const qsizetype header = answer.indexOf("\r\n\r\n") + 4;
        while (!connection.readRequest().isEmpty()) {
            if (!connection.pause(Pauses.header) || !connection.send(answer.first(header)) ||
                !connection.pause(Pauses.body) || !connection.send(answer.sliced(header)))
                return;
        }
    };
}

} // namespace

/// What we measure, and what `curl --write-out` says of the same servers at the same time.
class TestPhases final : public QObject
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
        m_wire = std::make_unique<Wire>();
        const TlsServer first(TlsServer::Certificate::Sound); // which has to wait until certificates are read
        QCOMPARE(int(m_wire->get(first.address()).hop.status), 200);
    }
    void cleanupTestCase() { m_wire.reset(); }

    void agreeWithCurl_data()
    {
        QTest::addColumn<bool>("secure");
        QTest::newRow("http") << false;
        QTest::newRow("https") << true;
    }

    /// A new connection, then the same once more. A machine that has no time for us may spoil a turn, not
    /// all.
    void agreeWithCurl()
    {
        QFETCH(bool, secure);
        QByteArray seen;
        for (int i = 0; i < MostTries; ++i) {
            const RawServer plain(paced());
            const TlsServer tls(TlsServer::Certificate::Sound, Pauses);
            const QUrl url = secure ? tls.address() : plain.address();
            QProcess curl;
            ask(curl, url);
            const Hop fresh = m_wire->get(url).hop, again = m_wire->get(url).hop;
            QCOMPARE(fresh.reused, std::optional(false));
            QCOMPARE(again.reused, std::optional(true));
            QCOMPARE(again.phases.connectUs, -1);
            QVERIFY(QTest::qWaitFor([&curl] { return curl.state() == QProcess::NotRunning; }, 10'000));
            const QByteArrayList lines = curl.readAllStandardOutput().split('\n');
            QCOMPARE(lines.size(), 3);
            const Times theirs = timesOf(lines[0], false), theirNext = timesOf(lines[1], true);
            const Times ours = timesOf(fresh.phases), ourNext = timesOf(again.phases);
            QCOMPARE(ours.tls > 0, secure);
            QVERIFY(!secure || ours.tls > 290'000);
            if (ours.agreesWith(theirs) && ourNext.agreesWith(theirNext))
                return;
            seen += "\ncurl: " + theirs.text() + "| " + theirNext.text() + "\nours: " + ours.text() + "| " +
                    ourNext.text();
        }
        QFAIL(seen.constData());
    }

private:
    void ask(QProcess &curl, const QUrl &url) const
    {
        const QString address = QString::fromLatin1(url.toEncoded());
        curl.start(u"curl"_s,
                   {u"--disable"_s, u"--silent"_s, u"--proxy"_s, QString(), u"--cacert"_s, authorityFile(),
                    u"--output"_s, u"/dev/null"_s, u"--output"_s, u"/dev/null"_s, u"--write-out"_s,
                    u"%{time_connect} %{time_appconnect} %{time_pretransfer} %{time_starttransfer} "
                    u"%{time_total}\\n"_s,
                    u"--"_s, address, address});
    }

    QString authorityFile() const { return m_folder.filePath(u"authority.pem"_s); }

    const QTemporaryDir m_folder;
    std::unique_ptr<Wire> m_wire;
};

QTEST_GUILESS_MAIN(TestPhases)
#include "tst_phases.moc"
