// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/behaviour.h"

#include <QStringBuilder>

namespace turnstone {

namespace {

void addEncodings(Behaviours &list)
{
    struct Row
    {
        const char *path;
        const char16_t *charset;
        const char16_t *title;
    };
    const Row rows[] = {
        {"utf-8", u"UTF-8", u"翻石鹬与潮汐：黄海湿地观鸟手记"},
        {"utf-16le", u"UTF-16LE", u"キョウジョシギと潮汐：干潟の観察記録"},
        {"utf-16be?declare=none&bom=1", u"UTF-16BE", u"꼬까도요와 밀물썰물: 서해 갯벌 관찰 기록"},
        {"gbk", u"GBK", u"翻石鹬与潮汐：黄海湿地观鸟手记"},
        {"gb18030?declare=meta", u"gb18030", u"翻石鹬与潮汐：黄海湿地观鸟手记"},
        {"big5", u"Big5", u"翻石鷸與潮汐：臺灣西海岸賞鳥筆記"},
        {"shift_jis?declare=meta", u"Shift_JIS", u"キョウジョシギと潮汐：干潟の観察記録"},
        {"euc-jp?declare=none", u"EUC-JP", u"キョウジョシギと潮汐：干潟の観察記録"},
        {"iso-2022-jp", u"ISO-2022-JP", u"キョウジョシギと潮汐：干潟の観察記録"},
        {"euc-kr", u"EUC-KR", u"꼬까도요와 밀물썰물: 서해 갯벌 관찰 기록"},
        {"windows-1251?declare=none", u"windows-1251", u"Камнешарка и прилив: заметки с Белого моря"},
        {"koi8-r", u"KOI8-R", u"Камнешарка и прилив: заметки с Белого моря"},
        {"windows-1252", u"windows-1252", u"Tournepierre à collier – où l’observer en février"},
        {"iso-8859-2?declare=meta", u"ISO-8859-2", u"Kamusznik: gdzie go oglądać, gdy łąki są żółte"},
    };
    for (const Row &row : rows) {
        const QString path = QString::fromLatin1(row.path);
        list.push_back(Behaviour::site(QByteArray("in ") + row.path, u"/encoding/" % path)
                           .in(QString::fromUtf16(row.charset))
                           .titled(QString::fromUtf16(row.title)));
    }
}

void addCodings(Behaviours &list)
{
    for (const char *coding : {"gzip", "deflate", "br"}) {
        list.push_back(
            Behaviour::site(QByteArray("coded with ") + coding, u'/' % QString::fromLatin1(coding) % u"/3")
                .check("is decoded", [](const Played &played) {
                    return played.result.bytes > 5000 && !played.result.facts.title.isEmpty();
                }));
    }
    list.push_back(Behaviour::site("a coding that the body does not have", u"/false-coding"_qs)
                       .fails(FetchError::BadEncoding, Verdict::BadResponse, 1, 200));
    list.push_back(Behaviour::site("brotli that is none", u"/false-coding?coding=br"_qs)
                       .fails(FetchError::BadEncoding, Verdict::BadResponse, 1, 200));
    list.push_back(Behaviour::raw("gzip that breaks off", rawscripts::brokenGzip())
                       .fails(FetchError::Truncated, Verdict::BadResponse, 3, 200)
                       .check("is read so far", [](const Played &played) {
                           return played.result.bytes > 100'000 && played.result.bytes < 1'000'000;
                       }));
    list.push_back(
        Behaviour::raw("a gzip bomb of 1 GB", rawscripts::gzipBomb(1000))
            .fails(FetchError::TooLarge, Verdict::TooLarge, 1, 200)
            .check("is not unpacked", [](const Played &played) { return played.result.bytes < 12'000'000; }));
}

void addSizes(Behaviours &list)
{
    const auto small = [](CrawlSettings &settings) { settings.limits.maxBodyBytes = 100'000; };
    const auto tooLarge = [small](Behaviour behaviour) {
        return behaviour.asking(small).fails(FetchError::TooLarge, Verdict::TooLarge, 1, 200);
    };
    const auto boundedRead = [](const Played &played) { return played.result.bytes <= 100'000 + 256 * 1024; };
    list.push_back(tooLarge(Behaviour::site("a body announced as too large", u"/bytes/100001"_qs)));
    list.push_back(
        Behaviour::site("a body as large as the limit", u"/bytes/100000"_qs).asking(small).sized(100'000));
    list.push_back(tooLarge(Behaviour::site("an endless body", u"/endless"_qs)).check("is cut", boundedRead));
    list.push_back(
        tooLarge(Behaviour::site("endless chunks", u"/endless?chunked=1"_qs)).check("is cut", boundedRead));
    list.push_back(tooLarge(Behaviour::site("an endless page", u"/endless?html=1&chunked=1"_qs))
                       .check("is cut", boundedRead)
                       .check("its title was read",
                              [](const Played &played) { return !played.result.facts.title.isEmpty(); }));
    list.push_back(Behaviour::site("an empty body", u"/empty"_qs).sized(0).titled(QString()));
}

void addKinds(Behaviours &list)
{
    const auto typed = [](const char *name, const char *type, const QString &title = {}) {
        return Behaviour::site(name, u'/' % QString::fromLatin1(name))
            .titled(title)
            .check(type, [type](const Played &played) { return played.result.contentType == type; });
    };
    list.push_back(typed("json", "application/json"));
    list.push_back(typed("picture.png", "image/png"));
    list.push_back(typed("document.pdf", "application/pdf"));
    list.push_back(typed("text", "text/plain"));
    list.push_back(typed("xhtml", "application/xhtml+xml", u"Well-formed waders & co"_qs));
    list.push_back(Behaviour::site("a title of character references", u"/title-entities"_qs)
                       .titled(u"Knots & Sanderlings <3 café — 🐦 ¬it; © 2024"_qs));
    list.push_back(Behaviour::site("false titles before the true one", u"/title-in-comment"_qs)
                       .titled(u"The true title"_qs));
    list.push_back(Behaviour::site("a title that a spreadsheet would run", u"/title-text?text=%3D1%2B1"_qs)
                       .titled(u"=1+1"_qs)
                       .check("is defused in the row",
                              [](const Played &played) { return played.row.at(5) == "'=1+1"; }));
    list.push_back(Behaviour::site("no title", u"/no-title"_qs).titled(QString()));
    list.push_back(Behaviour::site("no content type", u"/no-type"_qs)
                       .check("is read all the same", [](const Played &played) {
                           return !played.result.facts.title.isEmpty() && played.result.contentType.isEmpty();
                       }));
    list.push_back(Behaviour::site("404 behind a 200", u"/soft-404"_qs));
}

} // namespace

Behaviours contentBehaviours()
{
    Behaviours list;
    addEncodings(list);
    addCodings(list);
    addSizes(list);
    addKinds(list);
    return list;
}

} // namespace turnstone
