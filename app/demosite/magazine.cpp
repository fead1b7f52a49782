// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/magazine.h"

#include "app/demosite/htmlpage.h"
#include "app/demosite/wordbank.h"

#include <QStringBuilder>

#include <array>
#include <cstring>

namespace turnstone {

namespace {

/// Steele, Lea and Flood's SplitMix64: one multiplication chain a number, so that pages cost microseconds.
class PageDice final
{
public:
    explicit PageDice(quint64 seed)
        : m_state(seed * 0x9e3779b97f4a7c15ULL + 1)
    {}
    quint64 below(quint64 bound)
    {
        m_state += 0x9e3779b97f4a7c15ULL;
        quint64 mixed = (m_state ^ (m_state >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        return (mixed ^ (mixed >> 31)) % bound;
    }
    /// Any word of the bank.
    template <typename Words>
    const auto &pick(const Words &words)
    {
        return words[below(words.size())];
    }

private:
    quint64 m_state;
};

/// Goes through a bank in leaps, so that nothing comes twice on a page.
template <typename Words>
class Leaps final
{
public:
    Leaps(const Words &words, PageDice &dice)
        : m_words(words)
        , m_at(dice.below(words.size()))
        , m_step(std::array{1, 5, 7, 11}[dice.below(4)]) // no common divisor with any bank's size
    {}
    const auto &next() { return m_words[(m_at += size_t(m_step)) % m_words.size()]; }

private:
    const Words &m_words;
    size_t m_at;
    int m_step;
};

/// What an article is about.
struct Subject
{
    const Species &species;
    const char *place;
    const char *observer;
    const char *month;
};

Subject subjectOf(PageDice &dice)
{
    const Species &species = dice.pick(AllSpecies);
    const char *place = dice.pick(AllPlaces);
    const char *observer = dice.pick(AllObservers);
    return {species, place, observer, dice.pick(AllMonths)};
}

void appendNumber(QByteArray &text, quint64 number)
{
    char digits[24];
    char *end = digits + sizeof digits;
    char *start = end;
    do {
        *--start = char('0' + number % 10);
        number /= 10;
    } while (number);
    text.append(start, end - start);
}

/// Fills in a headline or a sentence and begins it with a capital.
void appendFilled(QByteArray &text, const char *pattern, const Subject &subject, PageDice &dice)
{
    const qsizetype start = text.size();
    for (const char *at = pattern;; ++at) {
        const char *mark = std::strchr(at, '%');
        text.append(at, mark ? mark - at : qsizetype(std::strlen(at)));
        if (!mark)
            break;
        at = mark + 1;
        switch (*at) {
        case 's':
            text.append(subject.species.name);
            break;
        case 'p':
            text.append(subject.species.plural);
            break;
        case 'l':
            text.append(subject.place);
            break;
        case 'o':
            text.append(subject.observer);
            break;
        case 'm':
            text.append(subject.month);
            break;
        default:
            appendNumber(text, 12 + dice.below(880));
            break;
        }
    }
    if (text.at(start) >= 'a' && text.at(start) <= 'z')
        text[start] = char(text.at(start) - 'a' + 'A');
}

void appendHeadline(QByteArray &text, quint64 number)
{
    PageDice dice(number);
    const Subject subject = subjectOf(dice);
    appendFilled(text, dice.pick(AllHeadlines), subject, dice);
}

QByteArray headlineOf(quint64 number)
{
    QByteArray headline;
    headline.reserve(96);
    appendHeadline(headline, number);
    return headline;
}

void appendLink(QByteArray &html, quint64 number, const char *text)
{
    html.append("<a href=\"/page/");
    appendNumber(html, number);
    html.append("\">").append(text).append("</a>");
}

void appendHeadlineLink(QByteArray &html, quint64 number)
{
    html.append("<a href=\"/page/");
    appendNumber(html, number);
    html.append("\">");
    appendHeadline(html, number);
    html.append("</a>");
}

void appendProse(QByteArray &html, const Subject &subject, PageDice &dice)
{
    Leaps sentences(AllSentences, dice);
    for (int paragraph = 0; paragraph < 6; ++paragraph) {
        html.append("<p>");
        for (int sentence = 0; sentence < 5; ++sentence) {
            appendFilled(html, sentences.next(), subject, dice);
            html.append(' ');
        }
        html.append("See also ");
        appendHeadlineLink(html, 1 + dice.below(5000));
        html.append(".</p>\n");
    }
}

void appendCounts(QByteArray &html, const Subject &subject, PageDice &dice)
{
    html.append("<h2>Counts at ").append(subject.place).append("</h2>\n<table>\n<tr><th>Species</th><th>");
    html.append(subject.month).append("</th><th>Year before</th></tr>\n");
    Leaps rows(AllSpecies, dice);
    for (int row = 0; row < 8; ++row) {
        const Species &species = rows.next();
        html.append("<tr><td>")
            .append(species.plural)
            .append(" <i>")
            .append(species.latin)
            .append("</i></td><td>");
        appendNumber(html, dice.below(4000));
        html.append("</td><td>");
        appendNumber(html, dice.below(4000));
        html.append("</td></tr>\n");
    }
    html.append("</table>\n");
}

void appendShop(QByteArray &html, PageDice &dice)
{
    html.append("<h2>From the shop</h2>\n<ul class=\"shop\">\n");
    Leaps articles(AllArticles, dice);
    for (int item = 0; item < 6; ++item) {
        const Article &article = articles.next();
        html.append("<li>");
        appendLink(html, 6000 + dice.below(400), article.name);
        html.append("<br>").append(article.blurb).append("<br><span class=\"price\">&pound;");
        appendNumber(html, quint64(article.pence / 100));
        html.append('.').append(char('0' + article.pence / 10 % 10)).append(char('0' + article.pence % 10));
        html.append("</span></li>\n");
    }
    html.append("</ul>\n");
}

void appendRelated(QByteArray &html, PageDice &dice)
{
    html.append("<aside><h2>More from the shore</h2>\n<ul>\n");
    for (int item = 0; item < 30; ++item) {
        html.append("<li>");
        appendHeadlineLink(html, 1 + dice.below(5000));
        html.append("</li>\n");
    }
    html.append("</ul></aside>\n");
}

} // namespace

QByteArray magazineTitle(quint64 number)
{
    // Observers' names are the only words with character references.
    return headlineOf(number).replace("&aacute;", "\xc3\xa1") + ", no. " + QByteArray::number(number) +
           " | The Tideline";
}

QByteArray magazinePage(quint64 number)
{
    PageDice dice(number);
    const Subject subject = subjectOf(dice);
    const QByteArray path = "/page/" + QByteArray::number(number);
    const QByteArray headline = headlineOf(number);
    HtmlPage page{.title = headline + ", no. " + QByteArray::number(number) + " | The Tideline",
                  .heading = headline,
                  .canonical = path};
    appendFilled(page.description, dice.pick(AllSentences), subject, dice);
    page.main.reserve(12 * 1024);
    page.main.append("<article><p class=\"byline\">By ").append(subject.observer).append(", ");
    page.main.append(subject.place).append(", ").append(subject.month).append("</p>\n");
    appendProse(page.main, subject, dice);
    appendCounts(page.main, subject, dice);
    appendShop(page.main, dice);
    page.main.append("<p>");
    appendLink(page.main, number > 1 ? number - 1 : 1, "Older");
    page.main.append(' ');
    appendLink(page.main, number + 1, "Newer");
    page.main.append("</p></article>\n");
    appendRelated(page.main, dice);
    return htmlPage(page);
}

} // namespace turnstone
