// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bodypreview.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "ui/models/jsonindent.h"

#include <QBuffer>
#include <QImageReader>
#include <QMimeDatabase>
#include <QStringDecoder>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype MostText = 262'144; // characters
constexpr qsizetype MostLines = 20'000;
constexpr qsizetype LongestLine = 2'000;  // longer ones are folded: a text layout is slow on them
constexpr qsizetype MostJson = 2'000'000; // bytes
constexpr qsizetype MostHex = 2'048;      // bytes
constexpr qsizetype SniffedBytes = 1'024;
constexpr qint64 MostPixels = 16'000'000;
constexpr int WidestPicture = 2'048; // pixels

void note(BodyPreview &preview, const QString &sentence)
{
    preview.notes += preview.notes.isEmpty() ? sentence : u' ' + sentence;
}

bool isJsonType(const QByteArray &type)
{
    return type == "application/json" || type == "text/json" || type.endsWith("+json");
}

bool isTextType(const QByteArray &type)
{
    return type.startsWith("text/") || type.endsWith("+xml") || type.endsWith("/xml") || isJsonType(type) ||
           type.endsWith("javascript") || type == "application/x-www-form-urlencoded";
}

/// No control characters but those that texts have; UTF-16 and UTF-32 know their zeros.
bool looksLikeText(const FetchResult &result)
{
    if (result.facts.charset.startsWith(QLatin1StringView("UTF-16"), Qt::CaseInsensitive))
        return true;
    const QByteArrayView head = QByteArrayView(result.body).first(std::min(result.body.size(), SniffedBytes));
    const bool isDeclared = isTextType(result.contentType);
    return std::none_of(head.begin(), head.end(), [isDeclared](char c) {
        const auto byte = uchar(c);
        if (isDeclared)
            return byte == 0;
        return byte < 32 && byte != '\t' && byte != '\n' && byte != '\f' && byte != '\r' && byte != 27;
    });
}

/// The format of a picture by its first bytes; only formats that hold pixels and nothing that could be run.
QByteArray pictureFormat(const QByteArray &body)
{
    if (body.startsWith("\x89PNG\r\n\x1a\n"))
        return "png";
    if (body.startsWith("\xFF\xD8\xFF"))
        return "jpeg";
    if (body.startsWith("GIF87a") || body.startsWith("GIF89a"))
        return "gif";
    if (body.startsWith("RIFF") && body.size() > 12 && body.sliced(8, 4) == "WEBP")
        return "webp";
    if (body.startsWith("BM") && body.size() > 26)
        return "bmp";
    return {};
}

QString decoded(const FetchResult &result, qsizetype bytes)
{
    const QByteArrayView head = QByteArrayView(result.body).first(std::min(result.body.size(), bytes));
    QStringDecoder decoder(result.facts.charset.toLatin1().constData());
    if (!decoder.isValid())
        decoder = QStringDecoder(QStringDecoder::Utf8);
    return decoder.decode(head);
}

/// At most MostText characters and MostLines lines, none longer than LongestLine.
void takeText(BodyPreview &preview, const QString &text)
{
    const QString visible = visibleText(text.first(std::min(text.size(), MostText + 1)));
    QString out;
    out.reserve(std::min(visible.size(), MostText) + 1);
    qsizetype lines = 0;
    qsizetype column = 0;
    qsizetype at = 0;
    bool folded = false;
    for (; at < visible.size() && out.size() < MostText && lines < MostLines; ++at) {
        const QChar c = visible[at];
        if (c != u'\n' && column >= LongestLine && !c.isLowSurrogate()) {
            out += u'\n';
            ++lines;
            column = 0;
            folded = true;
        }
        out += c;
        lines += c == u'\n';
        column = c == u'\n' ? 0 : column + 1;
    }
    preview.text = out;
    if (at < visible.size())
        note(preview, tr("Only the beginning is shown."));
    if (folded)
        note(preview, tr("Long lines are folded."));
}

void takeJson(BodyPreview &preview, const FetchResult &result, bool isWhole)
{
    const QString text = decoded(result, MostJson + 1);
    if (!isWhole || result.body.size() > MostJson) {
        note(preview, tr("JSON, shown as received, since it is not complete."));
        return takeText(preview, text);
    }
    if (const std::optional<QByteArray> indented = indentedJson(text.toUtf8(), 4 * MostText))
        return takeText(preview, QString::fromUtf8(*indented));
    note(preview, tr("Not valid JSON, or nested too deeply. Shown as received."));
    takeText(preview, text);
}

void takeHex(BodyPreview &preview, const QByteArray &body)
{
    constexpr qsizetype Width = 16;
    const qsizetype size = std::min(body.size(), MostHex);
    for (qsizetype from = 0; from < size; from += Width) {
        const QByteArray line = body.mid(from, std::min(Width, size - from));
        QByteArray printable = line;
        for (char &c : printable)
            c = c >= 32 && c < 127 ? c : '.';
        preview.text += QString::number(from, 16).rightJustified(6, u'0') + QLatin1StringView("  ") +
                        QString::fromLatin1(line.toHex(' ').leftJustified(3 * Width)) + u' ' +
                        QString::fromLatin1(printable) + u'\n';
    }
    if (body.size() > size)
        note(preview, tr("The first %1 are shown.").arg(bytesText(size)));
}

/// True where the body is a picture that can be shown within bounds.
bool takePicture(BodyPreview &preview, const QByteArray &body)
{
    const QByteArray format = pictureFormat(body);
    if (format.isEmpty())
        return false;
    QBuffer buffer;
    buffer.setData(body);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > MostPixels)
        return false;
    if (size.width() > WidestPicture || size.height() > WidestPicture)
        reader.setScaledSize(size.scaled(WidestPicture, WidestPicture, Qt::KeepAspectRatio));
    preview.picture = reader.read();
    preview.summary += tr(" · %1 × %2 pixels").arg(size.width()).arg(size.height());
    return !preview.picture.isNull();
}

QString typeOf(const FetchResult &result)
{
    const QString declared = visibleLine(result.contentType, 100);
    return declared.isEmpty() ? tr("no type") : declared;
}

void takeBinary(BodyPreview &preview, const FetchResult &result)
{
    preview.kind = BodyPreview::Kind::Binary;
    const QMimeType sniffed =
        QMimeDatabase().mimeTypeForData(result.body.first(std::min<qsizetype>(result.body.size(), 16'384)));
    if (sniffed.isValid() && !sniffed.isDefault() && sniffed.name().toLatin1() != result.contentType)
        preview.summary += tr(" · looks like %1").arg(sniffed.name());
    takeHex(preview, result.body);
}

} // namespace

BodyPreview previewOf(const FetchResult &result)
{
    BodyPreview preview;
    preview.summary = typeOf(result) + QStringLiteral(" · ") + bytesText(result.bytes);
    if (result.body.isEmpty()) {
        preview.kind = result.bytes > 0 ? BodyPreview::Kind::NotKept : BodyPreview::Kind::Empty;
        return preview;
    }
    const bool isWhole = result.body.size() >= result.bytes;
    if (!isWhole)
        note(preview,
             tr("The first %1 of %2 were kept.").arg(bytesText(result.body.size()), bytesText(result.bytes)));
    if (takePicture(preview, result.body)) {
        preview.kind = BodyPreview::Kind::Picture;
    } else if (!looksLikeText(result)) {
        takeBinary(preview, result);
    } else {
        if (!result.facts.charset.isEmpty())
            preview.summary += QStringLiteral(" · ") + visibleLine(result.facts.charset, 40);
        preview.kind = isJsonType(result.contentType) ? BodyPreview::Kind::Json : BodyPreview::Kind::Text;
        if (preview.kind == BodyPreview::Kind::Json)
            takeJson(preview, result, isWhole);
        else
            takeText(preview, decoded(result, 4 * MostText));
    }
    return preview;
}

} // namespace turnstone
