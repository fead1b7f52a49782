// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exportfile.h"

#include "core/report/textfile.h"
#include "core/report/xlsxfile.h"
#include "core/types/fetchresult.h"
#include "core/types/secrets.h"

namespace turnstone {

ExportFile::ExportFile() = default;

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
    std::unique_ptr<ExportFile> file(new ExportFile);
    if (*format == ExportFormat::Xlsx) {
        Result<std::unique_ptr<XlsxFile>> workbook = XlsxFile::open(target);
        if (!workbook)
            return workbook.error();
        file->m_workbook = std::move(workbook).value();
        return file;
    }
    Result<std::unique_ptr<TextFile>> text = TextFile::open(target);
    if (!text)
        return text.error();
    file->m_text = std::move(text).value();
    file->m_writer = makeWriter(*format, options.writer);
    file->m_writer->begin(file->m_text->buffer());
    return file;
}

Outcome ExportFile::write(QByteArrayView url, const FetchResult &result)
{
    if (!m_isOpen)
        return ended();
    QByteArray shown;
    const bool isAddress = result.verdict != Verdict::InvalidUrl;
    if (!isAddress || url.contains('@')) { // a quick look: hardly any address has one
        shown = shownAddress(url, isAddress);
        url = shown;
    }
    if (m_workbook)
        return noted(m_workbook->write(url, result));
    m_writer->row(m_text->buffer(), url, result);
    return noted(m_text->writeWhenFull());
}

Outcome ExportFile::flush()
{
    if (!m_isOpen)
        return ended();
    return m_text ? noted(m_text->flush()) : success();
}

Outcome ExportFile::noted(Outcome outcome)
{
    if (!outcome)
        m_error = m_error.value_or(outcome.error());
    return outcome;
}

Result<ExportEnding> ExportFile::commit(const GoOn &goOn)
{
    if (!m_isOpen || m_error) {
        cancel();
        return ended();
    }
    ExportEnding ending = ExportEnding::Complete;
    const Outcome closed = noted(close(
        goOn ? goOn : [] { return true; }, ending));
    cancel(); // which takes nothing away that has its name
    if (!closed)
        return closed.error();
    return ending;
}

Outcome ExportFile::close(const GoOn &goOn, ExportEnding &ending)
{
    if (m_workbook) {
        const Result<ExportEnding> completed = m_workbook->commit(goOn);
        if (!completed)
            return completed.error();
        ending = completed.value();
        return success();
    }
    m_writer->end(m_text->buffer());
    if (const Outcome replaced = m_text->replaceFront(m_writer->front()); !replaced)
        return replaced;
    return m_text->commit();
}

void ExportFile::cancel()
{
    m_isOpen = false;
    m_workbook.reset();
    m_text.reset();
}

Error ExportFile::ended() const
{
    return m_error.value_or(Error{Error::Code::Unwritable, ExportTarget::translated(QT_TRANSLATE_NOOP(
                                                               "ExportFile", "The export was cancelled."))});
}

} // namespace turnstone
