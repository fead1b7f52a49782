// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/textfile.h"

#include <QSaveFile>

#include <cerrno>

namespace turnstone {

namespace {
constexpr qsizetype BufferBytes = 256 * 1024;
}

TextFile::TextFile(const ExportTarget &target, std::unique_ptr<QFileDevice> file)
    : m_target(target)
    , m_file(std::move(file))
{
    m_buffer.reserve(BufferBytes + BufferBytes / 4);
}

TextFile::~TextFile()
{
    if (auto *saved = qobject_cast<QSaveFile *>(m_file.get()); saved && saved->isOpen()) {
        saved->cancelWriting();
        saved->commit(); // removes the temporary file
    }
}

Result<std::unique_ptr<TextFile>> TextFile::open(const ExportTarget &target)
{
    Result<std::unique_ptr<QFileDevice>> file = target.open();
    if (!file)
        return file.error();
    return std::unique_ptr<TextFile>(new TextFile(target, std::move(file).value()));
}

Error TextFile::failed(int systemError) const
{
    const bool full = m_file->error() == QFileDevice::ResourceError;
    return m_target.writeError(full ? ENOSPC : systemError, m_file->errorString());
}

Outcome TextFile::writeWhenFull()
{
    return m_buffer.size() < BufferBytes ? success() : flush();
}

Outcome TextFile::flush()
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

Outcome TextFile::replaceFront(const QByteArray &front)
{
    if (front.isEmpty() || !m_target.isReplaceable())
        return success();
    if (const Outcome flushed = flush(); !flushed)
        return flushed;
    if (!m_file->seek(0))
        return failed(errno);
    m_buffer = front;
    return flush();
}

Outcome TextFile::commit()
{
    if (const Outcome flushed = flush(); !flushed)
        return flushed;
    errno = 0;
    auto *saved = qobject_cast<QSaveFile *>(m_file.get());
    if (saved && !saved->commit())
        return failed(errno);
    if (!saved)
        m_file->close();
    return success();
}

} // namespace turnstone
