// SPDX-License-Identifier: GPL-3.0-or-later
// CPU seconds that a list of a million lines takes to read, and what it costs in memory.
#include "core/input/urllistreader.h"
#include "tests/bench/input/cputime.h"

#include <QFile>

#include <cstdio>

using namespace turnstone;

namespace {

constexpr int Lines = 1'000'000;

template <typename Line>
QByteArray text(const Line &line)
{
    QByteArray all;
    for (int i = 0; i < Lines; ++i)
        line(all, QByteArray::number(i));
    return all;
}

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4096;
}

void measure(const char *name, const QByteArray &content)
{
    const qint64 before = residentBytes();
    bench::CpuTimer timer;
    UrlListReader reader;
    for (qsizetype at = 0; at < content.size(); at += 256 * 1024)
        reader.read(QByteArrayView(content).sliced(at, std::min<qsizetype>(256 * 1024, content.size() - at)));
    const qint64 peak = residentBytes();
    const AddressList list = reader.takeAddresses();
    const double seconds = timer.seconds();
    std::printf(
        "%-28s %8.3f s  %6.0f MB/s  found %lld duplicates %lld bad %lld  list %.1f bytes a row, at most "
        "+%lld MB\n",
        name, seconds, double(content.size()) / 1e6 / seconds, static_cast<long long>(reader.report().found),
        static_cast<long long>(reader.report().duplicates), static_cast<long long>(reader.report().bad),
        double(list.memoryBytes()) / std::max(1, list.size()), static_cast<long long>((peak - before) >> 20));
}

} // namespace

int main()
{
    measure("plain addresses", text([](QByteArray &all, const QByteArray &n) {
                all.append("https://www.host")
                    .append(n.last(1))
                    .append(".example/section/page-")
                    .append(n)
                    .append(".html?ref=list\n");
            }));
    measure("hosts only", text([](QByteArray &all, const QByteArray &n) {
                all.append("host").append(n).append(".example\r\n");
            }));
    measure("all the same",
            text([](QByteArray &all, const QByteArray &) { all.append("https://a.example/\n"); }));
    measure("prose", text([](QByteArray &all, const QByteArray &n) {
                all.append("See https://a.example/").append(n).append(", it is worth a visit (really).\n");
            }));
    measure("CSV with header",
            "id,url,title\n" + text([](QByteArray &all, const QByteArray &n) {
                all.append(n).append(",https://a.example/").append(n).append(",\"A, title\"\n");
            }));
    measure("JSON lines", text([](QByteArray &all, const QByteArray &n) {
                all.append("{\"url\":\"https://a.example/\",\"json\":{\"n\":").append(n).append("}}\n");
            }));
    measure("bad lines",
            text([](QByteArray &all, const QByteArray &) { all.append("nothing to see here\n"); }));
    // lines of what costs most, as long as a line may be
    for (const char *worst : {"[", ")", "a,", ", ", "\"", "'", "http://", "a.b(", "href=", "<a href=//a.b ",
                              "href=a.b/c>", "::", "\xE3\x80\x81", "http://a:", "\\", "'\\'", "a:\\b", "[/a"})
        measure(QByteArray("worst: ").append(worst).constData(),
                QByteArray(worst).repeated(16000 / qsizetype(qstrlen(worst))).append('\n').repeated(100));
    return 0;
}
