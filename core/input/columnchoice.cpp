// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/columnchoice.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"
#include "core/input/linefinder.h"

#include <QSet>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype MaxNameBytes = 200;
constexpr double NamesAddress = 42; // the score of "Page URL"

const QSet<QString> &addressNames()
{
    static const QSet<QString> names = {
        u"url"_qs, u"urls"_qs, u"uri"_qs, u"uris"_qs, u"address"_qs, u"addresses"_qs, u"link"_qs, u"links"_qs,
        u"href"_qs, u"loc"_qs, u"permalink"_qs, u"html_url"_qs, u"web_url"_qs, u"weburl"_qs, u"webaddress"_qs,
        // the languages of spreadsheets
        u"adresse"_qs, u"adressen"_qs, u"webadresse"_qs, u"internetadresse"_qs, u"verweis"_qs, u"lien"_qs,
        u"liens"_qs, u"enlace"_qs, u"enlaces"_qs, u"dirección"_qs, u"direccion"_qs, u"endereço"_qs,
        u"indirizzo"_qs, u"collegamento"_qs, u"adres"_qs, u"adresa"_qs, u"odkaz"_qs, u"länk"_qs, u"lenke"_qs,
        u"osoite"_qs, u"ссылка"_qs, u"адрес"_qs, u"網址"_qs, u"网址"_qs, u"链接"_qs, u"連結"_qs, u"リンク"_qs,
        u"링크"_qs, u"주소"_qs};
    return names;
}

/// Columns of whole sites: a better one may stand beside.
const QSet<QString> &siteNames()
{
    static const QSet<QString> names = {u"domain"_qs,   u"domains"_qs, u"host"_qs,     u"hosts"_qs,
                                        u"hostname"_qs, u"site"_qs,    u"homepage"_qs, u"server"_qs,
                                        u"origin"_qs,   u"base"_qs,    u"root"_qs};
    return names;
}

/// Addresses that belong to an address rather than being the ones meant.
const QSet<QString> &besideNames()
{
    static const QSet<QString> names = {
        u"final"_qs,     u"redirect"_qs,  u"redirects"_qs,     u"redirected"_qs, u"referrer"_qs,
        u"referer"_qs,   u"referring"_qs, u"from"_qs,          u"source"_qs,     u"parent"_qs,
        u"canonical"_qs, u"next"_qs,      u"previous"_qs,      u"prev"_qs,       u"first"_qs,
        u"last"_qs,      u"self"_qs,      u"api"_qs,           u"schema"_qs,     u"ip"_qs,
        u"client"_qs,    u"email"_qs,     u"mail"_qs,          u"feed"_qs,       u"license"_qs,
        u"quelle"_qs,    u"$schema"_qs,   u"@context"_qs,      u"@type"_qs,      u"profile"_qs,
        u"doc"_qs,       u"docs"_qs,      u"documentation"_qs, u"hop"_qs,        u"hops"_qs,
        u"attempts"_qs,  u"curies"_qs,    u"initiator"_qs,     u"stack"_qs,      u"frames"_qs};
    return names;
}

/// Whoever an address belongs to.
const QSet<QString> &ownerNames()
{
    static const QSet<QString> names = {u"owner"_qs, u"author"_qs, u"user"_qs, u"creator"_qs, u"uploader"_qs};
    return names;
}

/// What is shown beside an address.
const QSet<QString> &pictureNames()
{
    static const QSet<QString> names = {
        u"image"_qs,    u"images"_qs,  u"img"_qs,     u"imgs"_qs,       u"picture"_qs,     u"pictures"_qs,
        u"pic"_qs,      u"pics"_qs,    u"photo"_qs,   u"photos"_qs,     u"thumbnail"_qs,   u"thumbnails"_qs,
        u"thumb"_qs,    u"thumbs"_qs,  u"cover"_qs,   u"covers"_qs,     u"poster"_qs,      u"posters"_qs,
        u"banner"_qs,   u"banners"_qs, u"logo"_qs,    u"logos"_qs,      u"avatar"_qs,      u"avatars"_qs,
        u"icon"_qs,     u"icons"_qs,   u"favicon"_qs, u"screenshot"_qs, u"screenshots"_qs, u"media"_qs,
        u"gravatar"_qs, u"bild"_qs,    u"bilder"_qs,  u"foto"_qs,       u"fotos"_qs};
    return names;
}

QStringList wordsOf(const QString &name)
{
    QStringList words;
    QString word;
    for (const QChar c : name) {
        const bool humped = c.isUpper() && !word.isEmpty() && word.back().isLower();
        if (humped || !(c.isLetterOrNumber() || c == u'$' || c == u'@')) {
            if (!word.isEmpty())
                words.append(word.toLower());
            word.clear();
        }
        if (c.isLetterOrNumber() || c == u'$' || c == u'@')
            word.append(c);
    }
    if (!word.isEmpty())
        words.append(word.toLower());
    return words;
}

/// Of "items.html_url": "html_url".
QString lastPart(const QString &name)
{
    return name.sliced(name.lastIndexOf(u'.') + 1).trimmed();
}

/// "wp:term.href": of a relation (HAL), such as the terms of a post.
bool isOfRelation(const QString &name)
{
    return name.first(name.size() - lastPart(name).size()).contains(u':');
}

bool hasWordOf(const QStringList &words, const QSet<QString> &set)
{
    return std::any_of(words.begin(), words.end(),
                       [&set](const QString &word) { return set.contains(word); });
}

/// "user", "user_url", "user.data", and not "user_guide".
bool namesOwner(const QString &name)
{
    static const QSet<QString> pages = {u"html"_qs, u"web"_qs, u"website"_qs, u"page"_qs};
    for (const QString &part : name.split(u'.')) {
        const QStringList words = wordsOf(part);
        for (qsizetype i = 0; i < words.size(); ++i) {
            const QStringList behind = words.mid(i + 1, 1);
            if (ownerNames().contains(words[i]) &&
                (behind.isEmpty() || hasWordOf(behind, addressNames()) || hasWordOf(behind, siteNames()) ||
                 hasWordOf(behind, besideNames()) || hasWordOf(behind, pages)))
                return true;
        }
    }
    return false;
}

/// Pictures come last by far: they are full addresses with a path where what is meant need not be one.
double nameScore(const QString &name)
{
    const bool isAddress = addressNames().contains(lastPart(name).toLower());
    const QStringList words = wordsOf(name);
    if (hasWordOf(words, pictureNames()))
        return isAddress ? 7 : 0;
    if (hasWordOf(words, besideNames()) || namesOwner(name) || isOfRelation(name))
        return isAddress && name.contains(u'.') ? 24 : 14; // the member of another object is about that one
    if (isAddress)
        return 50;
    if (hasWordOf(words, addressNames()))
        return NamesAddress;
    return hasWordOf(words, siteNames()) ? 24 : 28;
}

} // namespace

bool ColumnChoice::isAddressName(const QString &name)
{
    return addressNames().contains(lastPart(name).toLower()) || hasWordOf(wordsOf(name), addressNames());
}

bool ColumnChoice::isListName(const QString &name)
{
    static const QSet<QString> more = {u"website"_qs,  u"websites"_qs,  u"page"_qs,  u"pages"_qs,
                                       u"webseite"_qs, u"webseiten"_qs, u"seite"_qs, u"seiten"_qs,
                                       u"sites"_qs,    u"hostnames"_qs};
    const QString one = name.trimmed().toLower();
    const auto divides = [](QChar c) { return u"/:,;|\t"_qs.contains(c); };
    return std::none_of(one.begin(), one.end(), divides) && one.size() < 40 &&
           (more.contains(one) || siteNames().contains(one) || isAddressName(name.trimmed())) &&
           wordsOf(name).size() <= 2;
}

ColumnChoice::Column &ColumnChoice::at(int column)
{
    if (size_t(column) >= m_columns.size())
        m_columns.resize(size_t(column) + 1);
    return m_columns[size_t(column)];
}

void ColumnChoice::setName(int column, const QString &name)
{
    // it is shown to people, on terminals too
    at(column).name = QString::fromUtf8(boundedText(name.toUtf8(), MaxNameBytes)).simplified();
}

void ColumnChoice::see(int column, QByteArrayView given)
{
    const QByteArrayView cell = withoutBlanksAround(given);
    Column &seen = at(column);
    if (cell.isEmpty())
        return;
    ++seen.cells;
    const bool web = hasWebScheme(cell);
    const bool word = std::none_of(cell.begin(), cell.end(), isBlank);
    const bool bare = !web && word && isBareAddress(cell, true);
    if (web && !word)
        seen.marks.see(cell);
    seen.web += web;
    seen.bare += bare;
    if (!web && !bare && cell.contains("http") && mayHoldAddress(cell))
        ++seen.inside;
    if (!web && !bare)
        return;
    const qsizetype path = cell.indexOf('/', web ? 8 : 0);
    seen.deep += path > 0 && path + 1 < cell.size();
}

double ColumnChoice::score(const Column &column)
{
    const qint64 held = column.web + column.bare;
    if (held + column.inside == 0)
        return -1;
    const double share = (double(held) + double(column.inside) / 2) / double(column.cells);
    if (share < 0.5) // the odd address in a column of something else
        return share - 1;
    return nameScore(column.name) + 10.0 * double(column.web) / double(column.cells) +
           6.0 * double(column.deep) / double(column.cells) + share;
}

/// Of two that score the same: the fuller one, else a member that is not of another object.
bool ColumnChoice::isRather(const Column &one, const Column &other)
{
    if (one.cells != other.cells)
        return one.cells > other.cells;
    return !one.name.contains(u'.') && other.name.contains(u'.');
}

int ColumnChoice::best() const
{
    // of an object that few of all have, in JSON and XML: "subtitles.url" beside "titleUrl"
    const auto isOfFew = [this](const Column &column) {
        return column.name.contains(u'.') &&
               std::any_of(m_columns.begin(), m_columns.end(), [&column](const Column &each) {
                   return each.web > 2 * column.cells && nameScore(each.name) >= NamesAddress &&
                          score(each) >= NamesAddress;
               });
    };
    int best = -1;
    double most = -1;
    for (size_t i = 0; i < m_columns.size(); ++i) {
        double here = score(m_columns[i]);
        if (here > NamesAddress && isOfFew(m_columns[i]))
            here -= NamesAddress;
        const bool isEven = here == most && here >= 0;
        if (here > most || (isEven && isRather(m_columns[i], m_columns[size_t(best)]))) {
            most = here;
            best = int(i);
        }
    }
    return best;
}

int ColumnChoice::named(const QString &name) const
{
    const QString wanted = name.trimmed();
    const auto find = [&](auto &&matches) {
        const auto found = std::find_if(m_columns.begin(), m_columns.end(), matches);
        return found == m_columns.end() ? -1 : int(found - m_columns.begin());
    };
    if (wanted.isEmpty())
        return -1;
    int found = find([&](const Column &each) { return each.name == wanted; });
    if (found < 0)
        found = find([&](const Column &each) { return each.name.compare(wanted, Qt::CaseInsensitive) == 0; });
    if (found < 0)
        found = find([&](const Column &each) {
            return lastPart(each.name).compare(wanted, Qt::CaseInsensitive) == 0;
        });
    bool isNumber = false;
    const int number = wanted.toInt(&isNumber);
    if (found < 0 && isNumber && number >= 1 && size_t(number) <= m_columns.size())
        found = number - 1;
    return found;
}

bool ColumnChoice::holdsAddresses(int column) const
{
    return column >= 0 && size_t(column) < m_columns.size() && score(m_columns[size_t(column)]) >= 0;
}

QByteArray ColumnChoice::titleMark(int column) const
{
    const bool isKnown = column >= 0 && size_t(column) < m_columns.size();
    return isKnown ? m_columns[size_t(column)].marks.common() : QByteArray();
}

std::vector<int> ColumnChoice::others(int chosen) const
{
    std::vector<int> others;
    for (int i = 0; i < int(m_columns.size()); ++i) {
        if (i != chosen && holdsAddresses(i))
            others.push_back(i);
    }
    return others;
}

QStringList ColumnChoice::names() const
{
    QStringList names;
    for (size_t i = 0; i < m_columns.size(); ++i)
        names.append(m_columns[i].name.isEmpty() ? QString::number(i + 1) : m_columns[i].name);
    return names;
}

} // namespace turnstone
