// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/textsink.h"

#include <QSaveFile>

#include <cerrno>

namespace turnstone {

namespace {
constexpr qsizetype BufferBytes = 256 * 1024;
}

TextSink::TextSink(const ExportTarget &target, std::unique_ptr<QFileDevice> file,
                   std::unique_ptr<ResultWriter> writer)
    : m_target(target)
    , m_file(std::move(file))
    , m_writer(std::move(writer))
{
    m_buffer.reserve(BufferBytes + BufferBytes / 4);
    m_writer->begin(m_buffer);
}

TextSink::~TextSink()
{
    if (auto *saved = qobject_cast<QSaveFile *>(m_file.get()); saved && saved->isOpen()) {
        saved->cancelWriting();
        saved->commit(); // removes the temporary file
    }
}

Result<std::unique_ptr<ExportSink>> TextSink::open(const ExportTarget &target,
                                                   std::unique_ptr<ResultWriter> writer)
{
    Result<std::unique_ptr<QFileDevice>> file = target.open();
    if (!file)
        return file.error();
    return std::unique_ptr<ExportSink>(new TextSink(target, std::move(file).value(), std::move(writer)));
}

Error TextSink::failed(int systemError) const
{
    const bool full = m_file->error() == QFileDevice::ResourceError;
    return m_target.writeError(full ? ENOSPC : systemError, m_file->errorString());
}

Outcome TextSink::write(QByteArrayView url, const FetchResult &result)
{
    m_writer->row(m_buffer, url, result);
    return m_buffer.size() < BufferBytes ? success() : flush();
}

Outcome TextSink::flush()
{
    errno = 0;
    for (qint64 done = 0; done < m_buffer.size();) {
        const qint64 size = m_file->write(m_buffer.constData() + done, m_buffer.size() - done);
        if (size <= 0)
            return failed(errno);
        done += size;
    }
    m_buffer.truncate(0);
    if (!m_file->flush())
        return failed(errno);
    return success();
}

Outcome TextSink::writeFront()
{
    const QByteArray front = m_writer->front();
    if (front.isEmpty() || !m_target.isReplaceable())
        return success();
    if (!m_file->seek(0))
        return failed(errno);
    m_buffer = front;
    return flush();
}

Result<ExportEnding> TextSink::commit(const GoOn &)
{
    m_writer->end(m_buffer);
    if (const Outcome flushed = flush(); !flushed)
        return flushed.error();
    if (const Outcome written = writeFront(); !written)
        return written.error();
    errno = 0;
    auto *saved = qobject_cast<QSaveFile *>(m_file.get());
    if (saved && !saved->commit())
        return failed(errno);
    if (!saved)
        m_file->close();
    return ExportEnding::Complete;
}

} // namespace turnstone
