// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/textsink.h"

namespace turnstone {

TextSink::TextSink(std::unique_ptr<TextFile> file, std::unique_ptr<ResultWriter> writer)
    : m_file(std::move(file))
    , m_writer(std::move(writer))
{
    m_writer->begin(m_file->buffer());
}

Result<std::unique_ptr<ExportSink>> TextSink::open(const ExportTarget &target,
                                                   std::unique_ptr<ResultWriter> writer)
{
    Result<std::unique_ptr<TextFile>> file = TextFile::open(target);
    if (!file)
        return file.error();
    return std::unique_ptr<ExportSink>(new TextSink(std::move(file).value(), std::move(writer)));
}

Outcome TextSink::write(QByteArrayView url, const FetchResult &result)
{
    m_writer->row(m_file->buffer(), url, result);
    return m_file->writeWhenFull();
}

Outcome TextSink::flush()
{
    return m_file->flush();
}

Result<ExportEnding> TextSink::commit(const GoOn &)
{
    m_writer->end(m_file->buffer());
    if (const Outcome replaced = m_file->replaceFront(m_writer->front()); !replaced)
        return replaced.error();
    if (const Outcome committed = m_file->commit(); !committed)
        return committed.error();
    return ExportEnding::Complete;
}

} // namespace turnstone
