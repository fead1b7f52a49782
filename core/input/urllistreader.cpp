// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/urllistreader.h"

#include "core/input/bytetext.h"
#include "core/input/csvlayout.h"
#include "core/input/jsonline.h"
#include "core/input/linefinder.h"
#include "core/input/linesplitter.h"
#include "core/input/rowcollector.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype MaxDocumentBytes = 64 * 1024 * 1024;
constexpr qint64 PieceBytes = 256 * 1024;

/// The first byte behind `first` and blanks; '\0' where there is none.
char byteAfter(QByteArrayView text, char first)
{
    if (text.isEmpty() || text.front() != first)
        return '\0';
    text = withoutBlanksAround(text.sliced(1));
    return text.isEmpty() ? '\n' : text.front();
}

bool beginsJsonObject(QByteArrayView line)
{
    const char next = byteAfter(line, '{');
    return next == '"' || next == '}' || next == '\n';
}

bool beginsJsonArray(QByteArrayView line)
{
    const char next = byteAfter(line, '[');
    return next == '"' || next == '{' || next == '\n';
}

Error unreadable(const char *sentence, const QString &name, const QString &reason = {})
{
    const QString text = QCoreApplication::translate("UrlListReader", sentence);
    return {Error::Code::Unreadable, reason.isEmpty() ? text.arg(name) : text.arg(name, reason)};
}

} // namespace

class UrlListReader::Private
{
public:
    explicit Private(const AddressList &existing)
        : splitter([this](QByteArrayView line, bool cut) { takeLine(line, cut); })
        , rows(existing)
    {}

    void takeLine(QByteArrayView line, bool cut);
    void interpret(QByteArrayView line, bool cut);
    void finishDocument();

    LineSplitter splitter;
    RowCollector rows;
    bool delimited = false; ///< the file's name says that it is a table

private:
    void addFound(QByteArrayView line, AddressProblem problemIfNone);
    void readRow(QByteArrayView line);
    void readJson(QByteArrayView text);

    CsvLayout m_table;
    std::vector<Address> m_found; // reused from line to line
    QByteArray m_document;        // a JSON array that spans lines
    qint64 m_line = 0;
    bool m_atBeginning = true;
    bool m_inDocument = false;
};

void UrlListReader::Private::takeLine(QByteArrayView line, bool cut)
{
    ++rows.report.lines;
    if (!m_inDocument && m_atBeginning && beginsJsonArray(withoutBlanksAround(line))) {
        m_inDocument = true;
        m_line = rows.report.lines - 1;
    }
    if (!m_inDocument) {
        m_line = rows.report.lines;
        interpret(line, cut);
        return;
    }
    m_document.append(line).append('\n');
    if (cut || m_document.size() > MaxDocumentBytes)
        finishDocument();
}

void UrlListReader::Private::finishDocument()
{
    if (!std::exchange(m_inDocument, false))
        return;
    m_atBeginning = false;
    const QByteArray document = std::exchange(m_document, {});
    const std::vector<QByteArrayView> elements = jsonElements(document);
    const char *counted = document.constData();
    if (!elements.empty())
        ++m_line;
    for (const QByteArrayView element : elements) {
        m_line += std::count(counted, element.data(), '\n');
        counted = element.data();
        readJson(element);
    }
    if (!elements.empty())
        return;
    // no array after all: its lines are read like any others
    QByteArrayView rest = document;
    while (!rest.isEmpty()) {
        const qsizetype end = rest.indexOf('\n');
        ++m_line;
        interpret(rest.first(end), false);
        rest = rest.sliced(end + 1);
    }
}

void UrlListReader::Private::interpret(QByteArrayView given, bool cut)
{
    if (!cut && isNormalAddress(given)) {
        m_atBeginning = false;
        rows.add(given);
        return;
    }
    const QByteArrayView line = withoutBlanksAround(given);
    if (line.isEmpty() || line.front() == '#')
        return;
    const bool first = std::exchange(m_atBeginning, false);
    if (cut) {
        rows.addBad(m_line, line, AddressProblem::TooLong);
    } else if (beginsJsonObject(line)) {
        readJson(line);
    } else if (line.size() > MaxAddressBytes) {
        rows.addBad(m_line, line, AddressProblem::TooLong);
    } else if (first && m_table.readFirstLine(line, delimited)) {
        return;
    } else if (m_table.isTable()) {
        readRow(line);
    } else {
        m_found.clear();
        const AddressProblem problem = findAddresses(line, m_found);
        addFound(line, problem);
    }
}

void UrlListReader::Private::addFound(QByteArrayView line, AddressProblem problemIfNone)
{
    for (const Address &address : m_found) {
        if (address.problem == AddressProblem::None)
            rows.add(address.url);
        else
            rows.addBad(m_line, address.url, address.problem);
    }
    if (m_found.empty())
        rows.addBad(m_line, line, problemIfNone);
}

void UrlListReader::Private::readRow(QByteArrayView line)
{
    const QList<QByteArray> cells = splitCells(line, m_table.delimiter());
    const auto isWord = [](const QByteArray &cell) {
        return std::none_of(cell.begin(), cell.end(), isBlank);
    };
    m_found.clear();
    const QByteArray chosen = cells.value(m_table.column());
    AddressProblem problem = AddressProblem::NoAddress;
    if (!chosen.isEmpty() && isWord(chosen) && hasWebScheme(chosen)) {
        m_found.push_back(normalAddress(chosen)); // a cell needs no trimming
        if (m_found.back().problem != AddressProblem::None)
            m_found.back().url = chosen;
    } else if (!chosen.isEmpty()) {
        problem = findAddresses(chosen, m_found);
    } else {
        for (const QByteArray &cell : cells) {
            if (isWord(cell) && (hasWebScheme(cell) || isBareAddress(cell, true)))
                m_found.push_back(normalAddress(cell));
            if (!m_found.empty() && m_found.back().problem != AddressProblem::None &&
                m_found.back().url.isEmpty())
                m_found.back().url = cell;
        }
        if (m_found.empty())
            problem = findAddresses(line, m_found);
    }
    addFound(line, problem);
}

void UrlListReader::Private::readJson(QByteArrayView text)
{
    const JsonLine line = readJsonLine(text);
    if (line.address.problem != AddressProblem::None)
        rows.addBad(m_line, text, line.address.problem);
    else
        rows.add(line.address.url, line.ownRequest ? &line.request : nullptr);
}

UrlListReader::UrlListReader(const AddressList &existing)
    : d(std::make_unique<Private>(existing))
{}

UrlListReader::~UrlListReader() = default;

void UrlListReader::read(QByteArrayView text)
{
    d->splitter.feed(text);
}

Outcome UrlListReader::readDevice(QIODevice &device)
{
    QByteArray piece(PieceBytes, Qt::Uninitialized);
    for (;;) {
        const qint64 size = device.read(piece.data(), piece.size());
        // a stream that ends answers -1 too
        const auto *file = qobject_cast<const QFileDevice *>(&device);
        if (size < 0 && (file ? file->error() != QFileDevice::NoError : !device.atEnd()))
            return unreadable(
                QT_TRANSLATE_NOOP("UrlListReader", "The list could not be read to its end: %1."),
                device.errorString());
        if (size <= 0)
            return success();
        d->splitter.feed(QByteArrayView(piece).first(size));
    }
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
            QT_TRANSLATE_NOOP("UrlListReader", "%1 cannot be opened: %2. Check that you may read it."), name,
            file.errorString());
    const QString suffix = info.suffix().toLower();
    d->delimited = suffix == u"csv" || suffix == u"tsv" || suffix == u"tab";
    return readDevice(file);
}

AddressList UrlListReader::takeAddresses()
{
    d->splitter.finish();
    d->finishDocument();
    return d->rows.take();
}

const InputReport &UrlListReader::report() const
{
    return d->rows.report;
}

} // namespace turnstone
