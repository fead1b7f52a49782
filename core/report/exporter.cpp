// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exporter.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <cstdio>

namespace turnstone {

namespace {

constexpr qsizetype BufferBytes = 256 * 1024;
constexpr qint64 ProgressRows = 256;

QString translated(const char *sentence)
{
    return QCoreApplication::translate("ExportFile", sentence);
}

Error unwritable(const char *sentence, const QString &name, const QString &reason = {})
{
    const QString text = translated(sentence);
    return {Error::Code::Unwritable, reason.isEmpty() ? text.arg(name) : text.arg(name, reason)};
}

bool isFullDisk(const QFileDevice &file, int systemError)
{
    return file.error() == QFileDevice::ResourceError || systemError == ENOSPC || systemError == EDQUOT ||
           systemError == EFBIG;
}

} // namespace

class ExportFile::Private
{
public:
    Outcome openTarget(const QString &path);
    Outcome flush();
    Error failed(int systemError);

    QString name; ///< for people
    std::unique_ptr<QFileDevice> file;
    std::unique_ptr<ResultWriter> writer;
    QByteArray buffer;
    std::optional<Error> error; ///< the first; everything after it fails likewise
    bool finished = false;
};

Outcome ExportFile::Private::openTarget(const QString &path)
{
    if (path == u'-') {
        name = translated(QT_TRANSLATE_NOOP("ExportFile", "standard output"));
        auto standard = std::make_unique<QFile>();
        if (!standard->open(stdout, QIODevice::WriteOnly | QIODevice::Unbuffered))
            return unwritable(QT_TRANSLATE_NOOP("ExportFile", "Nothing can be written to %1: %2."), name,
                              standard->errorString());
        file = std::move(standard);
        return success();
    }
    name = QDir::toNativeSeparators(path);
    const QFileInfo info(path);
    if (info.isDir())
        return unwritable(QT_TRANSLATE_NOOP("ExportFile", "%1 is a folder. Name a file in it."), name);
    if (!info.absoluteDir().exists())
        return unwritable(
            QT_TRANSLATE_NOOP("ExportFile", "There is no folder %1. Create it, or choose another place."),
            QDir::toNativeSeparators(info.absolutePath()));
    // a pipe or device cannot be replaced by a file that is complete
    if (info.exists() && !info.isFile())
        file = std::make_unique<QFile>(path);
    else
        file = std::make_unique<QSaveFile>(path);
    QIODevice::OpenMode mode = QIODevice::WriteOnly;
    if (!qobject_cast<QSaveFile *>(file.get()))
        mode |= QIODevice::Unbuffered;
    if (!file->open(mode))
        return unwritable(
            QT_TRANSLATE_NOOP("ExportFile",
                              "%1 cannot be written: %2. Choose another place or change its permissions."),
            name, file->errorString());
    return success();
}

Error ExportFile::Private::failed(int systemError)
{
    if (!isFullDisk(*file, systemError)) {
        error = unwritable(QT_TRANSLATE_NOOP("ExportFile", "%1 could not be written: %2. Try another place."),
                           name, file->errorString());
    } else {
        error = unwritable(
            QT_TRANSLATE_NOOP(
                "ExportFile",
                "The disk is full: %1 could not be written. Make room or choose another place, and "
                "export again; the results are still there."),
            name);
        error->code = Error::Code::DiskFull;
    }
    return *error;
}

Outcome ExportFile::Private::flush()
{
    if (error)
        return *error;
    errno = 0;
    for (qint64 done = 0; done < buffer.size();) {
        const qint64 size = file->write(buffer.constData() + done, buffer.size() - done);
        if (size <= 0)
            return failed(errno);
        done += size;
    }
    buffer.truncate(0);
    if (!file->flush())
        return failed(errno);
    return success();
}

ExportFile::ExportFile()
    : d(std::make_unique<Private>())
{}

ExportFile::~ExportFile()
{
    if (!d->finished)
        cancel();
}

Result<std::unique_ptr<ExportFile>> ExportFile::open(const QString &path, const ExportOptions &options)
{
    std::optional<ExportFormat> format = options.format;
    if (!format)
        format = path == u'-' ? ExportFormat::Csv : formatForFile(path);
    if (!format)
        return unwritable(
            QT_TRANSLATE_NOOP("ExportFile",
                              "The name of %1 does not say its format. End it in .csv or .jsonl."),
            QDir::toNativeSeparators(path));
    std::unique_ptr<ExportFile> result(new ExportFile);
    if (const Outcome opened = result->d->openTarget(path); !opened)
        return opened.error();
    result->d->writer = makeWriter(*format, options.writer);
    result->d->buffer.reserve(BufferBytes + BufferBytes / 4);
    result->d->writer->begin(result->d->buffer);
    return result;
}

Outcome ExportFile::write(QByteArrayView url, const FetchResult &result)
{
    d->writer->row(d->buffer, url, result);
    return d->buffer.size() < BufferBytes && !d->error ? success() : d->flush();
}

Outcome ExportFile::flush()
{
    return d->flush();
}

Outcome ExportFile::commit()
{
    d->writer->end(d->buffer);
    const Outcome flushed = d->flush();
    if (!flushed) {
        cancel();
        return flushed;
    }
    errno = 0;
    d->finished = true;
    auto *saved = qobject_cast<QSaveFile *>(d->file.get());
    if (saved && !saved->commit())
        return d->failed(errno);
    if (!saved)
        d->file->close();
    return success();
}

void ExportFile::cancel()
{
    d->finished = true;
    if (auto *saved = qobject_cast<QSaveFile *>(d->file.get())) {
        saved->cancelWriting();
        saved->commit(); // removes the temporary file
    }
    d->file.reset();
    d->error = d->error.value_or(Error{
        Error::Code::Unwritable, translated(QT_TRANSLATE_NOOP("ExportFile", "The export was cancelled."))});
}

namespace {

template <typename RowAt>
Result<ExportSummary> exportEach(const AddressList &addresses, const ResultSource &results, qint64 count,
                                 const RowAt &rowAt, ExportFile &file, const ExportProgress &progress)
{
    ExportSummary summary;
    for (qint64 i = 0; i < count; ++i) {
        if (progress && i % ProgressRows == 0 && !progress(i, count)) {
            file.cancel();
            summary.cancelled = true;
            return summary;
        }
        const RowId row = rowAt(i);
        if (row >= RowId(addresses.size()))
            continue;
        const std::optional<FetchResult> result = results.read(row);
        if (!result)
            continue;
        if (const Outcome written = file.write(addresses.at(row), *result); !written) {
            file.cancel();
            return written.error();
        }
        ++summary.rows;
    }
    if (const Outcome committed = file.commit(); !committed)
        return committed.error();
    if (progress)
        progress(count, count);
    return summary;
}

} // namespace

Result<ExportSummary> exportAll(const AddressList &addresses, const ResultSource &results, ExportFile &file,
                                const ExportProgress &progress)
{
    return exportEach(
        addresses, results, addresses.size(), [](qint64 i) { return RowId(i); }, file, progress);
}

Result<ExportSummary> exportRows(const AddressList &addresses, const ResultSource &results,
                                 std::span<const RowId> rows, ExportFile &file,
                                 const ExportProgress &progress)
{
    return exportEach(
        addresses, results, qint64(rows.size()), [rows](qint64 i) { return rows[size_t(i)]; }, file,
        progress);
}

} // namespace turnstone
