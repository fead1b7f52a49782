// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/urllistreader.h"

#include "core/input/contentlineparser.h"
#include "core/input/htmlparser.h"
#include "core/input/jsonlinesparser.h"
#include "core/input/jsonparser.h"
#include "core/input/lineparser.h"
#include "core/input/listformat.h"
#include "core/input/mailparser.h"
#include "core/input/proseparser.h"
#include "core/input/tableparser.h"
#include "core/input/terminaltext.h"
#include "core/input/textdecoder.h"
#include "core/input/xmlparser.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qint64 PieceBytes = 256 * 1024;
constexpr qsizetype SampleBytes = 256 * 1024;

Error unreadable(const char *sentence, const QString &name, const QString &reason = {})
{
    const QString text = QCoreApplication::translate("UrlListReader", sentence);
    return {Error::Code::Unreadable, reason.isEmpty() ? text.arg(name) : text.arg(name, reason)};
}

/// What a person takes for a list and no text is: why it cannot be read.
const char *packedSentence(QByteArrayView head)
{
    if (head.startsWith("PK\x03\x04"))
        return QT_TRANSLATE_NOOP("UrlListReader",
                                 "%1 is a workbook or an archive. Save the sheet as CSV, or unpack it.");
    if (head.startsWith("\x1F\x8B") || head.startsWith("BZh") ||
        head.startsWith("\xFD"
                        "7zXZ"))
        return QT_TRANSLATE_NOOP("UrlListReader", "%1 is compressed. Unpack it first.");
    if (head.startsWith("%PDF-") || head.startsWith("\xD0\xCF\x11\xE0") || head.startsWith("{\\rtf"))
        return QT_TRANSLATE_NOOP("UrlListReader", "%1 is a document. Save it as text.");
    if (head.startsWith("SQLite format 3"))
        return QT_TRANSLATE_NOOP("UrlListReader", "%1 is a database, not a list. If it is a project, open it "
                                                  "as one (--project on the command line).");
    return nullptr;
}

} // namespace

class UrlListReader::Private
{
public:
    explicit Private(const AddressList &existing)
        : rows(existing)
    {}

    enum class Mode { None, Paste, Addresses, File };

    void begin(Mode mode, const QString &name, const QString &format);
    void end();
    void feed(QByteArrayView bytes) { m_decoder->feed(bytes); }

    RowCollector rows;
    QString column;
    Mode mode = Mode::None;

private:
    void takeText(QByteArrayView text);
    void start(bool whole);
    std::unique_ptr<ListParser> parserOf(const ListFormat &format, QByteArrayView sample);

    std::unique_ptr<TextDecoder> m_decoder;
    std::unique_ptr<TerminalText> m_text; // what it decoded
    std::unique_ptr<ListParser> m_parser; // once the kind is known
    QByteArray m_sample;                  // until then
    QString m_fileName;
};

void UrlListReader::Private::begin(Mode wanted, const QString &name, const QString &fileName)
{
    end();
    mode = wanted;
    m_fileName = fileName;
    rows.beginSource(name);
    m_text = std::make_unique<TerminalText>([this](QByteArrayView text) { takeText(text); });
    m_decoder = std::make_unique<TextDecoder>([this](QByteArrayView text) { m_text->feed(text); });
    if (mode == Mode::Addresses) {
        rows.source().kind = ListKind::Lines;
        m_parser = std::make_unique<LineParser>(rows);
    }
}

void UrlListReader::Private::takeText(QByteArrayView text)
{
    if (m_parser) {
        m_parser->feed(text);
        return;
    }
    m_sample.append(text);
    if (m_sample.size() >= SampleBytes)
        start(false);
}

void UrlListReader::Private::start(bool whole)
{
    const QByteArray sample = std::exchange(m_sample, {});
    const QByteArrayView beginning = QByteArrayView(sample).first(std::min(sample.size(), SampleBytes));
    const auto manner = mode == Mode::Paste ? ListFormat::Manner::Lenient : ListFormat::Manner::Strict;
    const ListFormat format = ListFormat::of(m_fileName, beginning, whole, manner);
    rows.source().kind = format.kind;
    m_parser = parserOf(format, beginning);
    const bool hasColumns = format.kind == ListKind::Table || format.kind == ListKind::Json ||
                            format.kind == ListKind::JsonLines || format.kind == ListKind::Xml;
    if (!column.isEmpty() && !hasColumns && !beginning.isEmpty())
        rows.fail(noSuchColumn(rows.source(), column));
    if (!rows.error())
        m_parser->feed(sample);
}

std::unique_ptr<ListParser> UrlListReader::Private::parserOf(const ListFormat &format, QByteArrayView sample)
{
    switch (format.kind) {
    case ListKind::Table:
        return std::make_unique<TableParser>(rows, *format.table, column);
    case ListKind::Json:
        return std::make_unique<JsonParser>(rows, column,
                                            !m_fileName.endsWith(u".json", Qt::CaseInsensitive));
    case ListKind::JsonLines:
        return std::make_unique<JsonLinesParser>(rows, sample, column);
    case ListKind::Xml:
        return std::make_unique<XmlParser>(rows, column);
    case ListKind::Html:
        return std::make_unique<HtmlParser>(rows, m_decoder->isTold() ? HtmlParser::Encoding::Told
                                                                      : HtmlParser::Encoding::Declared);
    case ListKind::Lines:
        return std::make_unique<LineParser>(rows, format.titleMark);
    case ListKind::Mail:
        return std::make_unique<MailParser>(rows);
    case ListKind::Prose:
        break;
    }
    const auto from = mode == Mode::Paste ? ProseParser::From::Paste : ProseParser::From::File;
    if (format.markup == LineMarkup::ContentLine)
        return std::make_unique<ContentLineParser>(rows, from);
    return std::make_unique<ProseParser>(rows, from, format.markup);
}

void UrlListReader::Private::end()
{
    if (mode == Mode::None)
        return;
    m_decoder->finish();
    m_text->finish();
    if (!m_parser)
        start(true);
    if (!rows.error())
        m_parser->finish();
    m_parser.reset();
    mode = Mode::None;
}

UrlListReader::UrlListReader(const AddressList &existing)
    : d(std::make_unique<Private>(existing))
{}

UrlListReader::~UrlListReader() = default;

void UrlListReader::setColumn(const QString &column)
{
    d->column = column;
}

void UrlListReader::read(QByteArrayView text)
{
    if (d->mode != Private::Mode::Paste)
        d->begin(Private::Mode::Paste, {}, {});
    d->feed(text);
}

void UrlListReader::readAddress(QByteArrayView text)
{
    if (d->mode != Private::Mode::Addresses)
        d->begin(Private::Mode::Addresses, {}, {});
    d->feed(text);
    d->feed("\n");
}

Outcome UrlListReader::readDevice(QIODevice &device, const QString &name)
{
    const auto *file = qobject_cast<const QFileDevice *>(&device);
    d->begin(Private::Mode::File, name, file ? file->fileName() : QString());
    QByteArray piece(PieceBytes, Qt::Uninitialized);
    bool first = true;
    Outcome outcome = success();
    while (outcome && !d->rows.error()) {
        const qint64 size = device.read(piece.data(), piece.size());
        // a stream that ends answers -1 too
        if (size < 0 && (file ? file->error() != QFileDevice::NoError : !device.atEnd()))
            outcome =
                unreadable(QT_TRANSLATE_NOOP("UrlListReader", "The list could not be read to the end: %1."),
                           device.errorString());
        if (size <= 0)
            break;
        const QByteArrayView bytes = QByteArrayView(piece).first(size);
        if (const char *packed = std::exchange(first, false) ? packedSentence(bytes) : nullptr)
            return unreadable(packed, name);
        d->feed(bytes);
    }
    d->end();
    if (outcome && d->rows.error())
        return *d->rows.error();
    return outcome;
}

Outcome UrlListReader::readFile(const QString &path)
{
    const QString name = QDir::toNativeSeparators(path);
    const QFileInfo info(path);
    if (!info.exists())
        return unreadable(QT_TRANSLATE_NOOP("UrlListReader", "There is no file %1. Check its name."), name);
    if (info.isDir())
        return unreadable(QT_TRANSLATE_NOOP("UrlListReader", "%1 is a folder. Name a file in it."), name);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return unreadable(
            QT_TRANSLATE_NOOP("UrlListReader",
                              "%1 cannot be opened: %2. Check that you have permission to read it."),
            name, file.errorString());
    return readDevice(file, name);
}

AddressList UrlListReader::takeAddresses()
{
    d->end();
    return d->rows.take();
}

Outcome UrlListReader::outcome() const
{
    return d->rows.error() ? Outcome(*d->rows.error()) : success();
}

const InputReport &UrlListReader::report() const
{
    return d->rows.report();
}

} // namespace turnstone
