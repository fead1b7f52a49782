// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/hosttext.h"

#include "core/input/bytetext.h"

#include <QString>
#include <QUrl>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

// Endings of names that are files more often than hosts, though some are country codes.
constexpr auto FileEndings = std::to_array<QByteArrayView>(
    {"asp",   "aspx", "avi",  "bak",  "bat",  "bin",  "bmp",    "cfg",   "cgi", "conf", "cpp",  "css", "csv",
     "dat",   "db",   "dll",  "doc",  "docx", "exe",  "gif",    "gz",    "hpp", "htm",  "html", "ico", "ini",
     "ipynb", "jar",  "java", "jpeg", "jpg",  "js",   "json",   "jsonl", "jsp", "jsx",  "lock", "log", "lua",
     "md",    "mp3",  "mp4",  "odt",  "pdf",  "php",  "pl",     "png",   "ppt", "pptx", "ps",   "py",  "rar",
     "rb",    "rs",   "rst",  "rtf",  "sh",   "sql",  "sqlite", "svg",   "tar", "toml", "ts",   "tsv", "tsx",
     "txt",   "wasm", "wav",  "webp", "xls",  "xlsx", "xml",    "yaml",  "yml", "zip"});

bool isIpv4(QByteArrayView host)
{
    int numbers = 0;
    qsizetype at = 0;
    while (at < host.size() && numbers < 4) {
        int value = 0;
        const qsizetype begin = at;
        while (at < host.size() && isAsciiDigit(host[at]) && at - begin < 3)
            value = value * 10 + (host[at++] - '0');
        if (at == begin || value > 255 || (host[begin] == '0' && at - begin > 1))
            return false;
        ++numbers;
        if (at == host.size())
            return numbers == 4;
        if (host[at++] != '.')
            return false;
    }
    return false;
}

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || isAsciiDigit(c) || c == '-' || c == '_';
}

QByteArrayView lastLabel(QByteArrayView host)
{
    if (host.endsWith('.'))
        host.chop(1);
    return host.sliced(host.lastIndexOf('.') + 1);
}

bool isLocalhost(QByteArrayView host)
{
    return (host.size() == 9 || (host.size() > 10 && host[host.size() - 10] == '.')) &&
           startsWithNoCase(host.last(9), "localhost");
}

QByteArray normalIpv6(QByteArrayView host)
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QString::fromLatin1(host.sliced(1, host.size() - 2)), QUrl::StrictMode);
    const QString address = url.host();
    return address.contains(u':') ? QByteArray('[' + address.toLatin1() + ']') : QByteArray();
}

/// For names that take Unicode, punycode or odd numbers to understand.
QByteArray hostByQt(QByteArrayView host)
{
    if (!host.isValidUtf8())
        return {};
    const QString given = QString::fromUtf8(host).toLower().normalized(QString::NormalizationForm_C);
    const QString decoded =
        given.contains(u'%') ? QUrl::fromPercentEncoding(given.toUtf8()).toLower() : given;
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(decoded, QUrl::DecodedMode);
    const QByteArray ace = url.host(QUrl::FullyEncoded).toLatin1();
    if (ace.isEmpty() || ace.startsWith('[') || ace.contains(':'))
        return {};
    const QByteArrayView last = lastLabel(ace);
    if (std::all_of(last.begin(), last.end(), isAsciiDigit))
        return isIpv4(ace) ? ace : QByteArray();
    const QByteArray kept = decoded.toUtf8();
    const bool ascii = std::none_of(kept.begin(), kept.end(), isNonAscii);
    return ascii ? ace : kept;
}

} // namespace

bool isNormalHost(QByteArrayView host)
{
    if (host.isEmpty() || host.size() > 253)
        return false;
    qsizetype label = 0;
    bool punycode = false;
    for (qsizetype i = 0; i <= host.size(); ++i) {
        if (i < host.size() && isNameByte(host[i]))
            continue;
        if (i < host.size() && host[i] != '.')
            return false;
        const QByteArrayView name = host.sliced(label, i - label);
        if (name.isEmpty() || name.size() > 63 || name.front() == '-' || name.back() == '-')
            return false;
        punycode = punycode || name.startsWith("xn--");
        label = i + 1;
    }
    if (punycode)
        return false;
    return isAsciiDigit(lastLabel(host).front()) ? isIpv4(host) : true;
}

QByteArray normalHost(QByteArrayView host)
{
    if (host.startsWith('['))
        return host.size() > 3 ? normalIpv6(host) : QByteArray();
    QByteArray lower = host.toByteArray();
    std::transform(lower.begin(), lower.end(), lower.begin(), asciiLower);
    if (isNormalHost(lower) || (lower.endsWith('.') && isNormalHost(QByteArrayView(lower).chopped(1))))
        return lower;
    return hostByQt(lower);
}

bool isLocalOrIp(QByteArrayView host)
{
    return host.startsWith('[') || isLocalhost(host) || isIpv4(host);
}

bool isPossibleHost(QByteArrayView host)
{
    if (host.isEmpty())
        return false;
    if (host.startsWith('['))
        return host.endsWith(']') && host.contains(':');
    if (isLocalhost(host) || isIpv4(host))
        return true;
    const QByteArrayView last = lastLabel(host);
    if (last.size() < 2 || last.size() + 1 >= host.size())
        return false;
    return startsWithNoCase(last, "xn--") ||
           std::all_of(last.begin(), last.end(), [](char c) { return isAsciiLetter(c) || isNonAscii(c); });
}

bool isLikelyHost(QByteArrayView host, bool more)
{
    if (!isPossibleHost(host) || (isLocalhost(host) && !more))
        return false;
    if (isLocalOrIp(host))
        return true;
    const QByteArrayView last = lastLabel(host);
    if (normalHost(host).isEmpty() || std::any_of(last.begin(), last.end(), isNonAscii))
        return false;
    const bool sentence = !isAsciiLetter(last.front()) || (last.front() < 'a' && last.back() >= 'a');
    if (sentence)
        return false;
    const QByteArray ending = last.toByteArray().toLower();
    const bool file = std::binary_search(FileEndings.begin(), FileEndings.end(), QByteArrayView(ending));
    return !file || more || startsWithNoCase(host, "www.");
}

} // namespace turnstone
