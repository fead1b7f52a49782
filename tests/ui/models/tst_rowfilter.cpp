// SPDX-License-Identifier: GPL-3.0-or-later
// What can be written in the filter box, against rows of every kind.
#include "tests/ui/models/madeupresults.h"
#include "ui/models/rowfilter.h"

#include <QSet>
#include <QTest>

using namespace turnstone;
using namespace turnstone::test;

namespace {

// The rows of the tests, by what they are good for.
constexpr RowId Waiting = 0; // http://127.0.0.1:8080/new/
constexpr RowId News = 1;    // 200, 10,000 bytes, 41.2 / 82.4 ms, one try, noted
constexpr RowId Paper = 2;   // 200 after two redirects, 2,097,152 bytes, 0.6 / 2.5 s, two tries
constexpr RowId Missing = 3; // 404 without a title, 0 bytes
constexpr RowId Refused = 4; // no answer, three tries, noted
constexpr RowId Odd = 5;     // a title that needs quotes; localhost
constexpr int Rows = 6;

FetchResult result(RowId row, Verdict verdict, quint16 status, const QString &title, qint64 bytes,
                   const QByteArray &type, qint64 ttfbUs, qint64 totalUs, int tries, int redirects)
{
    FetchResult result = resultOf(row, verdict, status, title, totalUs);
    result.bytes = bytes;
    result.contentType = type;
    FetchAttempt &attempt = result.attempts.front();
    attempt.hops.front().phases.ttfbUs = ttfbUs;
    Hop quick;
    quick.status = 301;
    attempt.hops.insert(attempt.hops.begin(), size_t(redirects), quick);
    result.attempts.insert(result.attempts.begin(), size_t(tries - 1), FetchAttempt());
    return result;
}

ResultRows madeUpRows()
{
    AddressBlockBuilder builder;
    for (const char *address : {"http://127.0.0.1:8080/new/", "https://www.example.com/news/1",
                                "https://files.example.com/paper.pdf", "https://example.com/missing",
                                "https://example.org/", "http://localhost:8080/a?x=1"})
        builder.add(address);
    AddressList list;
    list.append(std::move(builder).build());
    ResultRows rows;
    rows.setAddresses(list);
    rows.store(
        result(News, Verdict::Ok, 200, u"The front page"_qs, 10'000, "text/html", 41'200, 82'400, 1, 0));
    rows.store(result(Paper, Verdict::Redirected, 200, u"Über Papier"_qs, 2'097'152, "application/pdf",
                      600'000, 2'500'000, 2, 2));
    rows.store(result(Missing, Verdict::Broken, 404, {}, 0, "text/html", 5'000, 5'000, 1, 0));
    rows.store(result(Refused, Verdict::ConnectionFailed, 0, {}, 0, {}, -1, 900, 3, 0));
    rows.store(result(Odd, Verdict::Ok, 200, u"Error: foo:bar, \"quoted\" -draft page front"_qs, 1'340,
                      "text/plain", 500'000, 2'000'000, 1, 0));
    rows.setNote(News, u"ask the Owner, soon"_qs);
    rows.setNote(Refused, u"gone since März"_qs);
    return rows;
}

using Wanted = QList<RowId>;
const Wanted All{Waiting, News, Paper, Missing, Refused, Odd};

} // namespace

class TestRowFilter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasNeverSentFollowedNoRedirect()
    {
        ResultRows rows;
        rows.setAddresses(invalidAddress());
        QVERIFY(rows.row(0).rowClass.isDone());
        QVERIFY(!RowFilter::parse(u"redirects:0"_qs).value().matches(rows, 0));
    }

    void aNumericHostHasColonsOfItsOwn()
    {
        AddressBlockBuilder builder;
        for (const char *address :
             {"http://[::1]/", "http://[::1]:8080/", "http://[::2]/", "http://a.example:8080/"})
            builder.add(address);
        AddressList list;
        list.append(std::move(builder).build());
        ResultRows rows;
        rows.setAddresses(list);
        const auto found = [&rows](const QString &text) {
            const Result<RowFilter> filter = RowFilter::parse(text);
            Wanted all;
            for (RowId row = 0; filter && row < RowId(rows.size()); ++row) {
                if (filter.value().matches(rows, row))
                    all << row;
            }
            return all;
        };
        QCOMPARE(found(u"host:[::1]"_qs), (Wanted{0, 1}));
        QCOMPARE(found(u"host:[::1]:8080"_qs), Wanted{1});
        QCOMPARE(found(u"host:a.example"_qs), Wanted{3});
    }

    void matches_data();
    void matches()
    {
        QFETCH(const QString, text);
        const ResultRows rows = madeUpRows();
        const Result<RowFilter> filter = RowFilter::parse(text);
        QVERIFY2(filter, filter ? "" : qPrintable(filter.error().message));
        Wanted found;
        for (RowId row = 0; row < Rows; ++row) {
            if (filter.value().matches(rows, row))
                found << row;
        }
        QTEST(found, "rows");
    }

    void saysWhatIsWrong_data();
    void saysWhatIsWrong()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, named);
        const Result<RowFilter> filter = RowFilter::parse(text);
        QVERIFY(!filter);
        QVERIFY2(filter.error().message.contains(named), qPrintable(filter.error().message));
    }

    void anUnknownFieldNamesThoseThereAre()
    {
        const Result<RowFilter> filter = RowFilter::parse(u"foo:bar"_qs);
        QVERIFY(!filter);
        for (const FilterFieldInfo &field : filterFields())
            QVERIFY2(filter.error().message.contains(field.name), field.name.data());
    }

    void everyExampleWorks()
    {
        QSet<FilterField> seen;
        for (const FilterFieldInfo &field : filterFields()) {
            seen << field.field;
            QCOMPARE(filterField(QString(field.name).toUpper()), &field);
            QVERIFY(!filterText(field.matches).isEmpty());
            const QStringList examples = QString(field.example).split(u"  "_qs);
            for (const QString &example : examples) {
                const std::vector<FilterWord> words = filterWords(example);
                QCOMPARE(int(words.size()), 1);
                QCOMPARE(words.front().field, &field);
                const Result<RowFilter> filter = RowFilter::parse(example);
                QVERIFY2(filter && !filter.value().isEmpty(), qPrintable(example));
            }
        }
        QCOMPARE(int(seen.size()), int(filterFields().size()));
        for (const FilterRule &rule : filterRules())
            QVERIFY2(RowFilter::parse(QString(rule.example)), rule.example.data());
    }

    void aTermThatIsBeingTypedHidesNothing_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"title:",   "-title:", "title:\"", "size:",     "size:>", "size:>=", "-size:<",
              "size:..",  "ttfb:=",  "tries:",   "-verdict:", "host:",  "host:.",  "host:*.",
              "status:>", "type:,",  "note:",    "-",         "\"",     "-\"",     "size:\"\""})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void aTermThatIsBeingTypedHidesNothing()
    {
        QFETCH(const QString, text);
        const Result<RowFilter> filter = RowFilter::parse(text);
        QVERIFY2(filter, filter ? "" : qPrintable(filter.error().message));
        QVERIFY(filter.value().isEmpty());
    }

    /// Typing any of the examples never goes through a complaint that the whole does not deserve.
    void typingGoesWithoutComplaints_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"size:>10k", "size:1.5M..2GiB", "http://localhost:8080/a?x=1", "localhost:8080",
              "title:\"front page\"", "status:400..499", "attempts:>=2", "total:1s..5s"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void typingGoesWithoutComplaints()
    {
        QFETCH(const QString, text);
        for (qsizetype length = 1; length <= text.size(); ++length) {
            const Result<RowFilter> filter = RowFilter::parse(text.first(length));
            QVERIFY2(filter, filter ? "" : qPrintable(text.first(length) + u": " + filter.error().message));
        }
    }

    void notesOfASnapshotStay()
    {
        ResultRows rows = madeUpRows();
        const ResultRows before = rows;
        rows.setNote(News, {});
        rows.setNote(Odd, u"new"_qs);
        QCOMPARE(before.note(News).toByteArray(), QByteArray("ask the Owner, soon"));
        QVERIFY(before.note(Odd).isEmpty());
        QVERIFY(rows.note(News).isEmpty());
        QCOMPARE(rows.note(Odd).toByteArray(), QByteArray("new"));
    }
};

void TestRowFilter::matches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Wanted>("rows");
    const auto row = [](const char *name, const QString &text, const Wanted &rows) {
        QTest::newRow(name) << text << rows;
    };
    row("title", u"title:FRONT"_qs, {News, Odd});
    row("title, not the address", u"title:news"_qs, {});
    row("title, not ASCII", u"title:über"_qs, {Paper});
    row("title, quoted", u"title:\"front page\""_qs, {News});
    row("title, words of their own", u"title:front page"_qs, {News, Odd});
    row("title with a comma", u"title:bar,"_qs, {Odd});
    row("no title", u"title:\"\""_qs, {Waiting, Missing, Refused});
    row("any title", u"-title:\"\""_qs, {News, Paper, Odd});
    row("title, expression", u"title:/^the.*page$/"_qs, {News});
    row("field in capitals", u"TITLE:front"_qs, {News, Odd});
    row("address", u"address:/news/1"_qs, {News});
    row("url", u"url:.PDF"_qs, {Paper});
    row("address, not the title", u"address:front"_qs, {});
    row("address of a port", u"address:8080"_qs, {Waiting, Odd});
    row("host and port", u"host:localhost:8080"_qs, {Odd});
    row("hosts", u"host:localhost,example.org"_qs, {Refused, Odd});
    row("host and subdomains", u"host:.example.com"_qs, {News, Paper, Missing});
    row("host that only ends alike", u"host:.xample.com"_qs, {});
    row("type", u"type:html"_qs, {News, Missing});
    row("types", u"type:pdf,plain"_qs, {Paper, Odd});
    row("type, no title", u"type:page"_qs, {});
    row("status from to", u"status:400..404"_qs, {Missing});
    row("status is", u"status:=200"_qs, {News, Paper, Odd});
    row("status from", u"status:300.."_qs, {Missing});
    row("status over", u"status:>404"_qs, {});
    row("status over or equal", u"status:>=404"_qs, {Missing});
    row("status under", u"status:<404"_qs, {News, Paper, Odd});
    row("status under or equal", u"status:<=404"_qs, {News, Paper, Missing, Odd});
    row("verdict in quotes", u"verdict:\"connection failed\""_qs, {Refused});

    row("size over", u"size:>10k"_qs, {Paper});
    row("size from", u"size:>=10k"_qs, {News, Paper});
    row("size under", u"size:<10k"_qs, {Missing, Odd});
    row("size to", u"size:<=10k"_qs, {News, Missing, Odd});
    row("size as it is shown", u"size:1.3k"_qs, {Odd});
    row("size that rounds to it", u"size:=1k"_qs, {Odd});
    row("size to the byte", u"size:1340"_qs, {Odd});
    row("size, not to the byte", u"size:1341"_qs, {});
    row("size range", u"size:10k..2M"_qs, {News});
    row("size range in binary", u"size:10k..2MiB"_qs, {News, Paper});
    row("size range, the wrong way round", u"size:2MiB..10k"_qs, {News, Paper});
    row("size in KiB", u"size:>=2048KiB"_qs, {Paper});
    row("size under KiB", u"size:<2048KiB,>2048Ki"_qs, {News, Missing, Odd});
    row("size in GiB", u"size:>=0.002GiB"_qs, {});
    row("size, open range", u"size:2M.."_qs, {Paper});
    row("size, open below", u"size:..9KB"_qs, {Missing, Odd});
    row("sizes", u"size:0,>1G,1.3kB"_qs, {Missing, Odd});
    row("no answer, no size", u"size:>=0"_qs, {News, Paper, Missing, Odd});
    row("first byte", u"ttfb:>500ms"_qs, {Paper});
    row("first byte from", u"ttfb:>=0.5s"_qs, {Paper, Odd});
    row("first byte without a unit", u"ttfb:<500"_qs, {News, Missing});
    row("first byte as it is shown", u"ttfb:41"_qs, {News});
    row("first byte to the decimal", u"ttfb:41.3"_qs, {});
    row("microseconds", u"ttfb:..5000µs"_qs, {Missing});
    row("total", u"total:>2s"_qs, {Paper});
    row("total range", u"total:1s..0.04min"_qs, {Odd});
    row("attempts", u"attempts:>1"_qs, {Paper, Refused});
    row("tries", u"tries:>1"_qs, {Paper, Refused});
    row("tries, exactly", u"tries:2"_qs, {Paper});
    row("tries, none", u"tries:0"_qs, {Waiting});
    row("redirects", u"redirects:>=2"_qs, {Paper});
    row("no redirects", u"redirects:0"_qs, {News, Missing, Refused, Odd});
    row("note", u"note:owner"_qs, {News});
    row("note, not ASCII", u"note:MÄRZ"_qs, {Refused});
    row("note with spaces", u"note:\"owner, soon\""_qs, {News});
    row("noted", u"-note:\"\""_qs, {News, Refused});
    row("note is no title", u"owner"_qs, {});

    row("not a word", u"-example"_qs, {Waiting, Odd});
    row("not in the title", u"-title:front"_qs, {Waiting, Paper, Missing, Refused});
    row("not a status", u"-status:200"_qs, {Waiting, Missing, Refused});
    row("not a verdict", u"-verdict:ok,broken"_qs, {Waiting, Paper, Refused});
    row("not over a size, which no answer is not", u"-size:>10k"_qs, {Waiting, News, Missing, Refused, Odd});
    row("not a host", u"-host:.example.com"_qs, {Waiting, Refused, Odd});
    row("not an expression", u"-/example|local/"_qs, {Waiting});
    row("not a quoted text", u"-\"front page\""_qs, {Waiting, Paper, Missing, Refused, Odd});
    row("a minus inside a word", u"front-page"_qs, {});
    row("a minus in quotes", u"\"-draft\""_qs, {Odd});

    row("terms together", u"title:front size:<2k -status:404"_qs, {Odd});
    row("quoted words", u"\"front page\""_qs, {News});
    row("a quote still open", u"\"front pa"_qs, {News});
    row("a quote in quotes", uR"("\"quoted\"")"_qs, {Odd});
    row("a quote within a word", u"x\"y z"_qs, {});
    row("words without quotes", u"front  page"_qs, {News, Odd});
    row("an unknown field in quotes", u"\"foo:bar\""_qs, {Odd});
    row("a field in quotes", u"\"title:front\""_qs, {});
    row("expressions and words", u"/news.\\d$/ 200"_qs, {News});
    row("an expression with a space", u"/front p|über p/"_qs, {News, Paper});
    row("two expressions", u"/example/ /^https:.*com/"_qs, {News, Paper, Missing});
    row("a path is no expression", u"/news/1"_qs, {News});

    row("an address", u"http://localhost"_qs, {Odd});
    row("an address with all", u"http://localhost:8080/a?x=1"_qs, {Odd});
    row("an address that ends in a slash", u"http://127.0.0.1:8080/new/"_qs, {Waiting});
    row("host and port as text", u"localhost:8080"_qs, {Odd});
    row("host, port and path as text", u"localhost:8080/a"_qs, {Odd});
    row("not this address", u"-localhost:8080"_qs, {Waiting, News, Paper, Missing, Refused});
    row("number and port as text", u"127.0.0.1:8080"_qs, {Waiting});
    row("the beginning of an address", u"https:"_qs, {News, Paper, Missing, Refused});
    row("a mail address", u"mailto:somebody"_qs, {});
    row("a word and a colon", u"error:"_qs, {Odd});
    row("IPv6", u"fe80::1"_qs, {});
    row("user and password", u"somebody:secret@example.com"_qs, {});
    row("nothing", u"  "_qs, All);
}

void TestRowFilter::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown field") << u"foo:bar"_qs << u"“foo”"_qs;
    QTest::newRow("unknown field, negated") << u"-foo:bar"_qs << u"“foo”"_qs;
    QTest::newRow("unknown field, after others") << u"size:>10k final_url:x"_qs << u"“final_url”"_qs;
    QTest::newRow("unknown field, quoted value") << u"foo:\"a b\""_qs << u"“foo”"_qs;
    QTest::newRow("unknown field, comparison") << u"length:>10"_qs << u"“length”"_qs;
    QTest::newRow("unit of a size") << u"size:>10q"_qs << u">10q"_qs;
    QTest::newRow("a size in seconds") << u"size:10s"_qs << u"10s"_qs;
    QTest::newRow("a time in bytes") << u"ttfb:>10k"_qs << u"ttfb:>500ms"_qs;
    QTest::newRow("total") << u"total:long"_qs << u"total:>500ms"_qs;
    QTest::newRow("a number with a unit") << u"tries:2s"_qs << u"attempts:>1"_qs;
    QTest::newRow("two points") << u"size:1.2.3"_qs << u"1.2.3"_qs;
    QTest::newRow("end of a range") << u"size:1k..x"_qs << u"1k..x"_qs;
    QTest::newRow("a negative number") << u"redirects:-1"_qs << u"“-1”"_qs;
    QTest::newRow("one of several") << u"size:1k,huge"_qs << u"“huge”"_qs;
    QTest::newRow("expression of a number") << u"size:/1./"_qs << u"/1./"_qs;
    QTest::newRow("expression of a field") << u"title:/(never/"_qs << u"character"_qs;
}

QTEST_GUILESS_MAIN(TestRowFilter)
#include "tst_rowfilter.moc"
