// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/outputs.h"

#include "app/cli/terminal.h"
#include "core/base/translation.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace turnstone {

namespace {

bool isStandard(const QString &path)
{
    return path == QLatin1StringView("-");
}

std::optional<ExportFormat> formatOf(const QString &path, std::optional<ExportFormat> format)
{
    const std::optional<ExportFormat> named = formatForFile(path);
    return named ? named : format;
}

} // namespace

QStringList Outputs::formats()
{
    return {u"csv"_qs, u"jsonl"_qs, u"html"_qs, u"xlsx"_qs, u"junit"_qs};
}

bool Outputs::showHeaders(const QStringList &paths, std::optional<ExportFormat> format)
{
    return std::any_of(paths.begin(), paths.end(), [format](const QString &path) {
        return formatOf(path, format) == ExportFormat::JsonLines;
    });
}

QString Outputs::complaint(const QStringList &paths, std::optional<ExportFormat> format, bool table)
{
    for (const QString &path : paths) {
        if (!isStandard(path) && !formatOf(path, format))
            return tr("--output takes - or a name that ends in .csv, .jsonl, .html, .xlsx or .xml, not "
                      "\"%1\"; or add --format.")
                .arg(path);
    }
    if (std::count_if(paths.begin(), paths.end(), isStandard) + (table ? 1 : 0) > 1)
        return tr("Standard output can be used only once: choose between --table and one --output -.");
    return {};
}

Outcome Outputs::open(const Plan &plan)
{
    for (const QString &path : plan.paths) {
        const ExportOptions options{formatOf(path, plan.format), plan.writer};
        Result<std::unique_ptr<ExportFile>> file = ExportFile::open(path, options);
        if (!file)
            return file.error();
        m_files.push_back({std::move(file).value(), path});
    }
    if (plan.table) {
        const int flags = ::fcntl(STDOUT_FILENO, F_GETFL);
        if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY)
            return Error{Error::Code::Unwritable, standardOutputProblem(EBADF)};
        m_table = std::make_unique<ResultTable>();
    }
    return success();
}

void Outputs::write(QByteArrayView url, const FetchResult &result)
{
    if (m_table) {
        m_table->row(url, result);
        checkTable();
    }
    each([&](const File &output) { return output.file->write(url, result); });
}

void Outputs::flush()
{
    if (m_table) {
        std::fflush(stdout);
        checkTable();
    }
    each([](const File &output) { return output.file->flush(); });
}

/// Right behind a write: the system's reason is still known.
void Outputs::checkTable()
{
    const int error = errno;
    if (std::ferror(stdout) == 0)
        return;
    if (isStandardOutputClosed()) {
        leaveStandardOutput();
        return;
    }
    m_errors.push_back({Error::Code::Unwritable, standardOutputProblem(error)});
    m_table.reset();
}

void Outputs::commit()
{
    each([this](const File &output) -> Outcome {
        const Result<ExportEnding> ending = output.file->commit();
        if (ending && !isStandard(output.path))
            m_written.append(output.path);
        return ending ? success() : Outcome(ending.error());
    });
}

void Outputs::each(const std::function<Outcome(const File &)> &act)
{
    bool isDeserted = false;
    std::erase_if(m_files, [&](const File &output) {
        const Outcome outcome = act(output);
        if (outcome)
            return false;
        if (isStandard(output.path) && isStandardOutputClosed())
            isDeserted = true;
        else
            m_errors.push_back(outcome.error());
        return true;
    });
    if (isDeserted)
        leaveStandardOutput();
}

void Outputs::leaveStandardOutput()
{
    m_deserted = true;
    forgetStandardOutput();
    m_table.reset();
    std::erase_if(m_files, [](const File &output) { return isStandard(output.path); });
}

} // namespace turnstone
