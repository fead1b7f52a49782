// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exportfile.h"

#include "core/report/exporttarget.h"
#include "core/report/textsink.h"
#include "core/report/xlsxsink.h"
#include "core/types/fetchresult.h"
#include "core/types/secrets.h"

namespace turnstone {

ExportFile::ExportFile(std::unique_ptr<ExportSink> sink)
    : m_sink(std::move(sink))
{}

ExportFile::~ExportFile() = default;

Result<std::unique_ptr<ExportFile>> ExportFile::open(const QString &path, const ExportOptions &options)
{
    const ExportTarget target(path);
    std::optional<ExportFormat> format = options.format;
    if (!format)
        format = target.isStandardOutput() ? ExportFormat::Csv : formatForFile(path);
    if (!format)
        return target.error(QT_TRANSLATE_NOOP(
            "ExportFile",
            "The name of %1 does not say its format. End it in .csv, .jsonl, .html, .xlsx or .xml (JUnit)."));
    if (const Outcome checked = target.check(); !checked)
        return checked.error();
    Result<std::unique_ptr<ExportSink>> sink =
        *format == ExportFormat::Xlsx ? XlsxSink::open(target)
                                      : TextSink::open(target, makeWriter(*format, options.writer));
    if (!sink)
        return sink.error();
    return std::unique_ptr<ExportFile>(new ExportFile(std::move(sink).value()));
}

Outcome ExportFile::write(QByteArrayView url, const FetchResult &result)
{
    if (!m_sink)
        return ended();
    // A quick look first: hardly any address has one.
    Outcome written = url.contains('@')
                          ? m_sink->write(shownAddress(url, result.verdict != Verdict::InvalidUrl), result)
                          : m_sink->write(url, result);
    if (!written)
        m_error = m_error.value_or(written.error());
    return written;
}

Outcome ExportFile::flush()
{
    if (!m_sink)
        return ended();
    Outcome flushed = m_sink->flush();
    if (!flushed)
        m_error = m_error.value_or(flushed.error());
    return flushed;
}

Result<ExportEnding> ExportFile::commit(const GoOn &goOn)
{
    if (!m_sink || m_error) {
        m_sink.reset();
        return ended();
    }
    Result<ExportEnding> ending = m_sink->commit(goOn ? goOn : [] { return true; });
    if (!ending)
        m_error = ending.error();
    m_sink.reset();
    return ending;
}

void ExportFile::cancel()
{
    m_sink.reset();
}

Error ExportFile::ended() const
{
    return m_error.value_or(Error{Error::Code::Unwritable, ExportTarget::translated(QT_TRANSLATE_NOOP(
                                                               "ExportFile", "The export was cancelled."))});
}

} // namespace turnstone
