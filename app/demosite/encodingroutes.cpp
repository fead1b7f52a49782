// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/htmlpage.h"
#include "app/demosite/route.h"

#include <QStringBuilder>
#include <QStringEncoder>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

/// An encoding, and a text that only a reader who knows it gets right.
struct Script
{
    const char *label;
    const char16_t *title;
    const char16_t *sentence;
};

constexpr char16_t Chinese[] = u"翻石鹬与潮汐：黄海湿地观鸟手记";
constexpr char16_t ChineseMore[] = u"每年春天，成千上万的翻石鹬在黄海滩涂停歇。它们用短而上翘的嘴翻开石块，寻"
                                   u"找藏在下面的小虾和贝类。退潮之后，整片泥滩都是它们的餐桌。";
constexpr char16_t Traditional[] = u"翻石鷸與潮汐：臺灣西海岸賞鳥筆記";
constexpr char16_t TraditionalMore[] = u"每年春天，成千上萬的翻石鷸在臺灣西海岸停歇。牠們用短而上翹的嘴翻開石"
                                       u"塊，尋找藏在下面的小蝦和貝類。退潮之後，整片泥灘都是牠們的餐桌。";
constexpr char16_t Japanese[] = u"キョウジョシギと潮汐：干潟の観察記録";
constexpr char16_t JapaneseMore[] =
    u"キョウジョシギは春と秋に日本の干潟を訪れる旅鳥です。短いくちばしで小石をひっくり返し、その下にいるエビ"
    u"や貝を食べます。潮が引くと、干潟の全体が食卓になります。";
constexpr char16_t Korean[] = u"꼬까도요와 밀물썰물: 서해 갯벌 관찰 기록";
constexpr char16_t KoreanMore[] =
    u"꼬까도요는 봄과 가을에 서해 갯벌을 찾아오는 나그네새입니다. 짧은 부리로 작은 돌을 뒤집고 그 아래에 "
    u"숨은 새우와 조개를 먹습니다. 썰물이 되면 갯벌 전체가 식탁이 됩니다.";
constexpr char16_t Russian[] = u"Камнешарка и прилив: заметки с Белого моря";
constexpr char16_t RussianMore[] =
    u"Камнешарка переворачивает камни коротким клювом и находит под ними рачков и моллюсков. На отливе вся "
    u"литораль становится для неё столом, а в прилив стая отдыхает на гряде.";
constexpr char16_t Western[] = u"Tournepierre à collier – où l’observer en février";
constexpr char16_t WesternMore[] =
    u"Le tournepierre à collier retourne les pierres d’un coup de bec et découvre des crustacés cachés. À "
    u"marée basse, toute la grève devient sa table ; à marée haute, la troupe se repose.";
constexpr char16_t Polish[] = u"Kamusznik: gdzie go oglądać, gdy łąki są żółte";
constexpr char16_t PolishMore[] =
    u"Kamusznik odwraca kamienie krótkim dziobem i znajduje pod nimi ukryte skorupiaki. Podczas odpływu cały "
    u"brzeg staje się jego stołem, a w czasie przypływu stado śpi na łasze.";

constexpr std::array Scripts = {
    Script{"utf-8", Chinese, ChineseMore},         Script{"utf-16le", Japanese, JapaneseMore},
    Script{"utf-16be", Korean, KoreanMore},        Script{"gbk", Chinese, ChineseMore},
    Script{"gb18030", Chinese, ChineseMore},       Script{"big5", Traditional, TraditionalMore},
    Script{"shift_jis", Japanese, JapaneseMore},   Script{"euc-jp", Japanese, JapaneseMore},
    Script{"iso-2022-jp", Japanese, JapaneseMore}, Script{"euc-kr", Korean, KoreanMore},
    Script{"windows-1251", Russian, RussianMore},  Script{"koi8-r", Russian, RussianMore},
    Script{"windows-1252", Western, WesternMore},  Script{"iso-8859-2", Polish, PolishMore},
};

QString encodedPage(const Script &script, bool inMeta)
{
    const QString label = QString::fromLatin1(script.label);
    const QString meta = inMeta ? u"<meta charset=\"" % label % u"\">\n" : QString();
    const QString title = QString::fromUtf16(script.title);
    return u"<!DOCTYPE html>\n<html>\n<head>\n" % meta % u"<title>" % title %
           u"</title>\n</head>\n<body>\n<h1>" % title % u"</h1>\n<p>" % QString::fromUtf16(script.sentence) %
           u"</p>\n<p><a href=\"/\">The Tideline</a>, in " % label % u"</p>\n</body>\n</html>\n";
}

SiteReply encoding(const SiteRequest &request, SiteState &)
{
    const QByteArray label = request.tail().toLower();
    const auto *script = std::find_if(Scripts.begin(), Scripts.end(),
                                      [&label](const Script &candidate) { return label == candidate.label; });
    SiteReply reply;
    if (script == Scripts.end()) {
        reply.status = 404;
        reply.body = messagePage("An unknown script", "No page is kept in that encoding.");
        return reply;
    }
    const QByteArray declared = request.value("declare", "header");
    QStringEncoder encode(script->label);
    if (!encode.isValid()) {
        reply.status = 501;
        reply.body = messagePage("Cannot write that", "This Qt was built without that encoding.");
        return reply;
    }
    reply.contentType = declared == "header" ? "text/html; charset=" + label : QByteArray("text/html");
    const QString page = encodedPage(*script, declared == "meta");
    reply.body = encode(request.number("bom", 0, 0, 1) ? QChar(QChar::ByteOrderMark) + page : page);
    return reply;
}

constexpr Route EncodingRoutes[] = {
    {"encoding", "/encoding/gbk?declare=header",
     "in UTF-8, UTF-16, GBK, GB18030, Big5, Shift_JIS, EUC-JP, "
     "ISO-2022-JP, EUC-KR, windows-1251, KOI8-R, windows-1252 or ISO-8859-2; declared in header, in meta or "
     "not at "
     "all (none); bom=1 puts a byte-order mark first",
     encoding},
};

} // namespace

std::span<const Route> encodingRoutes()
{
    return EncodingRoutes;
}

} // namespace turnstone
