// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/textfile.h"

#include <cerrno>

namespace turnstone {

namespace {
constexpr qsizetype BufferBytes = 256 * 1024;
}

TextFile::TextFile(const ExportTarget &target, std::unique_ptr<StagedFile> staged,
                   std::unique_ptr<QFile> file)
    : m_target(target)
    , m_staged(std::move(staged))
    , m_file(std::move(file))
{
    m_buffer.reserve(BufferBytes + BufferBytes / 4);
}

Result<std::unique_ptr<TextFile>> TextFile::open(const ExportTarget &target)
{
    if (!target.isReplaceable()) {
        Result<std::unique_ptr<QFile>> stream = target.openStream();
        if (!stream)
            return stream.error();
        return std::unique_ptr<TextFile>(new TextFile(target, nullptr, std::move(stream).value()));
    }
    Result<std::unique_ptr<StagedFile>> made = StagedFile::create(target);
    if (!made)
        return made.error();
    std::unique_ptr<StagedFile> staged = std::move(made).value();
    auto file = std::make_unique<QFile>(staged->path());
    if (!file->open(QIODevice::WriteOnly | QIODevice::ExistingOnly | QIODevice::Unbuffered))
        return target.cannotOpen(file->errorString());
    return std::unique_ptr<TextFile>(new TextFile(target, std::move(staged), std::move(file)));
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
    if (front.isEmpty() || !m_staged)
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
    const Outcome placed = m_staged ? m_staged->takePlace(m_file->handle()) : success();
    m_file->close();
    return placed;
}

} // namespace turnstone
