// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/pageparser.h"

#include "core/parse/characterreferences.h"
#include "core/parse/encodingsniffer.h"
#include "core/parse/facttext.h"
#include "core/parse/htmlscanner.h"
#include "core/parse/mediatype.h"
#include "core/parse/textdecoder.h"
#include "core/parse/xmlpage.h"

#include <utility>

namespace turnstone {

using namespace parse;

namespace {

QString textOf(const TextPiece &piece, TextDecoder &decoder)
{
    if (piece.kind == TextKind::LineBreak)
        return QStringLiteral(" ");
    QString text = decoder.decode(piece.bytes);
    if (piece.kind != TextKind::Characters) {
        text.replace(QChar(u'\0'), QChar(QChar::ReplacementCharacter));
        return piece.kind == TextKind::Literal ? text : resolvedText(text);
    }
    if (!text.contains(QChar(u'\0')))
        return resolvedText(text);
    // A NUL vanishes, but what stands around it does not become a reference by that.
    QString joined;
    for (const QString &part : text.split(QChar(u'\0')))
        joined += resolvedText(part);
    return joined;
}

QString attributeOf(QByteArrayView value, TextDecoder &decoder)
{
    QString text = decoder.decode(value);
    text.replace(QChar(u'\0'), QChar(QChar::ReplacementCharacter));
    return resolvedAttribute(text);
}

PageFacts factsOf(const RawFacts &raw, Encoding encoding, const QUrl &url)
{
    PageFacts facts;
    TextDecoder decoder(encoding);
    if (!raw.title.isEmpty())
        facts.title = collapsed(textOf({raw.title, TextKind::ForeignCharacters}, decoder));
    if (!raw.description.isEmpty())
        facts.description = collapsed(attributeOf(raw.description, decoder));
    if (!raw.robots.isEmpty())
        facts.robots = collapsed(attributeOf(raw.robots, decoder));
    if (!raw.canonical.isEmpty())
        facts.canonical =
            resolvedAddress(attributeOf(raw.canonical, decoder), attributeOf(raw.base, decoder), url);
    if (raw.h1.size() == 1) {
        facts.h1 = collapsed(textOf(raw.h1.first(), decoder));
    } else if (!raw.h1.isEmpty()) {
        QString h1;
        for (const TextPiece &piece : raw.h1)
            h1 += textOf(piece, decoder);
        facts.h1 = collapsed(h1);
    }
    facts.links = raw.links;
    return facts;
}

PageFacts htmlPage(QByteArrayView body, QByteArrayView label, const QUrl &url)
{
    const SniffedEncoding sniffed = sniffHtmlEncoding(body, label);
    Encoding encoding = sniffed.encoding;
    body = body.sliced(sniffed.bomLength);
    PageFacts facts;
    for (bool mayChange = sniffed.isTentative; encoding != Encoding::Replacement; mayChange = false) {
        const bool inBytes = TextDecoder::isAsciiCompatible(encoding);
        const QByteArray decoded = inBytes ? QByteArray() : TextDecoder(encoding).decode(body).toUtf8();
        RawFacts raw;
        HtmlScanner(inBytes ? body : QByteArrayView(decoded), &raw).run();
        const Encoding declared = mayChange ? raw.declared.value_or(encoding) : encoding;
        // "Changing the encoding while parsing"; between encodings with the same markup only texts differ.
        const bool sameMarkup = inBytes && TextDecoder::isAsciiCompatible(declared);
        if (declared != std::exchange(encoding, declared) &&
            (!sameMarkup || declared == Encoding::Replacement))
            continue;
        facts = factsOf(raw, inBytes ? encoding : Encoding::Utf8, url);
        break;
    }
    facts.charset = encodingName(encoding);
    return facts;
}

PageFacts xmlPage(QByteArrayView body, QByteArrayView label, const QUrl &url)
{
    const SniffedEncoding sniffed = sniffXmlEncoding(body, label);
    PageFacts facts;
    if (sniffed.encoding != Encoding::Replacement)
        facts = parseXmlPage(TextDecoder(sniffed.encoding).decode(body.sliced(sniffed.bomLength)), url);
    facts.charset = encodingName(sniffed.encoding);
    return facts;
}

PageKind kindByBytes(QByteArrayView body)
{
    const SniffedEncoding sniffed = sniffXmlEncoding(body, {});
    if (TextDecoder::isAsciiCompatible(sniffed.encoding))
        return sniffPageKind(body);
    const QByteArrayView start =
        body.sliced(sniffed.bomLength, std::min<qsizetype>(body.size() - sniffed.bomLength, 1024));
    return sniffPageKind(TextDecoder(sniffed.encoding).decode(start).toUtf8());
}

} // namespace

PageFacts parsePage(QByteArrayView body, QByteArrayView contentTypeHeader, const QUrl &url)
{
    const MediaType type = mediaTypeOf(contentTypeHeader);
    PageKind kind = pageKindOf(type.essence);
    if (kind == PageKind::Unknown)
        kind = kindByBytes(body);
    switch (kind) {
    case PageKind::Html:
        return htmlPage(body, type.charset, url);
    case PageKind::Xml:
        return xmlPage(body, type.charset, url);
    case PageKind::None:
    case PageKind::Unknown:
        break;
    }
    return {};
}

} // namespace turnstone
