// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of reading pages: ours against gumbo on the same pages, and the whole of parsePage() on a 10 KB page.
#include "core/parse/htmlscanner.h"
#include "core/parse/pageparser.h"

#include <QByteArray>
#include <QUrl>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <gumbo.h>
#include <vector>

using namespace turnstone;

namespace {

/// A list of links as forums, shops and wikis have them, filled up to `size` bytes.
QByteArray pageOfLinks(int size)
{
    QByteArray page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<title>Shore birds &amp; where to see them</title>\n"
                      "<meta name=\"description\" content=\"A list of places, with tides and paths.\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<link rel=\"stylesheet\" href=\"/assets/site.css\">\n"
                      "<link rel=\"canonical\" href=\"https://shore.example/places\">\n"
                      "<script>window.started = Date.now(); if (1 < 2) { window.fast = true; }</script>\n"
                      "</head>\n<body>\n<h1>Shore birds</h1>\n<ul class=\"places\">\n";
    for (int i = 0; page.size() < size - 40; ++i) {
        const QByteArray n = QByteArray::number(i);
        page += "<li class=\"place\"><a href=\"/places/" + n + "\" title=\"Place " + n + "\">Place number " +
                n + "</a> <span class=\"by\">seen by <a href=\"/people/" + n + "\">someone</a></span></li>\n";
    }
    return page + "</ul>\n</body>\n</html>\n";
}

/// An article: long paragraphs, few tags.
QByteArray pageOfText(int size)
{
    QByteArray page = "<!DOCTYPE html><html><head><meta charset=utf-8><title>An article</title></head><body>"
                      "<h1>An article</h1>\n";
    while (page.size() < size) {
        page += "<p>The turnstone walks along the line of weed that the tide has left behind, turns over "
                "every stone "
                "and every shell, and eats what it finds there. It is <em>not</em> shy, and a patient "
                "watcher on the "
                "<a href=\"/rocks\">rocks</a> may see a dozen at once, running before the waves.</p>\n";
    }
    return page + "</body></html>\n";
}

/// Microseconds of one call, the median of several runs of about 50 ms each.
template <typename Call>
double medianMicroseconds(Call call)
{
    std::vector<double> runs;
    for (int run = 0; run < 9; ++run) {
        // Processor time: other programs on the machine do not count.
        const std::clock_t start = std::clock();
        std::clock_t spent = 0;
        int calls = 0;
        do {
            for (int i = 0; i < 16; ++i)
                call();
            calls += 16;
            spent = std::clock() - start;
        } while (spent < CLOCKS_PER_SEC / 20);
        runs.push_back(double(spent) * 1e6 / CLOCKS_PER_SEC / calls);
    }
    std::nth_element(runs.begin(), runs.begin() + 4, runs.end());
    return runs[4];
}

void measure(const char *name, const QByteArray &page)
{
    const QUrl url(QStringLiteral("https://shore.example/places?page=1"));
    quint32 links = 0;
    const double whole =
        medianMicroseconds([&] { links += parsePage(page, "text/html; charset=utf-8", url).links; });
    const double undeclared = medianMicroseconds([&] { links += parsePage(page, "text/html", url).links; });
    const double scan = medianMicroseconds([&] {
        parse::RawFacts facts;
        parse::HtmlScanner(page, &facts).run();
        links += facts.links;
    });
    const double gumbo = medianMicroseconds([&] {
        GumboOutput *output =
            gumbo_parse_with_options(&kGumboDefaultOptions, page.constData(), size_t(page.size()));
        gumbo_destroy_output(&kGumboDefaultOptions, output);
    });
    const auto speed = [&page](double us) { return double(page.size()) / us; };
    std::printf("%-22s %8lld bytes   parsePage %8.1f us %7.1f MB/s   by its meta %8.1f us   scanner %8.1f us "
                "%7.1f MB/s   "
                "gumbo %9.1f us %6.1f MB/s   ratio %.1f\n",
                name, qlonglong(page.size()), whole, speed(whole), undeclared, scan, speed(scan), gumbo,
                speed(gumbo), gumbo / whole);
    if (links == 0)
        std::printf("no links found\n");
}

} // namespace

int main()
{
    measure("links, 10 KB", pageOfLinks(10 * 1024));
    measure("links, 1 MB", pageOfLinks(1024 * 1024));
    measure("text, 10 KB", pageOfText(10 * 1024));
    measure("text, 1 MB", pageOfText(1024 * 1024));
    measure("bare head, 1 KB", pageOfLinks(1024));
    return 0;
}
