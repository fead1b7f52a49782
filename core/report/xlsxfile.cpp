// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/xlsxfile.h"

#include "core/report/stagedfile.h"
#include "core/report/xlsxsheets.h"

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <future>
#include <system_error>
#include <thread>

namespace turnstone {

namespace {

constexpr int RowsBetweenChecks = 1024;
constexpr std::chrono::milliseconds AskEvery{50};

} // namespace

XlsxFile::XlsxFile(const ExportTarget &target, std::unique_ptr<StagedFile> staged, int rowsPerSheet)
    : m_target(target)
    , m_staged(std::move(staged))
    , m_sheets(std::make_shared<XlsxSheets>(m_staged->path(), m_staged->folder(), rowsPerSheet))
{}

XlsxFile::~XlsxFile() = default;

Result<std::unique_ptr<XlsxFile>> XlsxFile::open(const ExportTarget &target, int rowsPerSheet)
{
    if (!target.isReplaceable())
        return target.error(QT_TRANSLATE_NOOP(
            "ExportFile",
            "An Excel workbook cannot be written to %1. Choose a file name that ends in .xlsx."));
    Result<std::unique_ptr<StagedFile>> staged = StagedFile::create(target);
    if (!staged)
        return staged.error();
    std::unique_ptr<XlsxFile> file(new XlsxFile(target, std::move(staged).value(), rowsPerSheet));
    if (const Outcome added = file->addSheet(); !added)
        return added.error();
    return file;
}

Outcome XlsxFile::addSheet()
{
    errno = 0;
    if (!m_sheets->addSheet())
        return m_target.writeError(errno, systemText(errno));
    return success();
}

Outcome XlsxFile::write(QByteArrayView url, const FetchResult &result)
{
    if (m_sheets->isSheetFull()) {
        if (const Outcome added = addSheet(); !added)
            return added;
    }
    m_sheets->row(url, result);
    return ++m_unchecked < RowsBetweenChecks ? success() : check();
}

/// libxlsxwriter does not look whether its temporary files could be written.
Outcome XlsxFile::check()
{
    m_unchecked = 0;
    const int error = m_sheets->writeError();
    return error == 0 ? success() : Outcome(m_target.writeError(error, systemText(error)));
}

/// Nor would it notice that a copy it makes of them, while it completes the workbook, was cut short.
Outcome XlsxFile::checkRoom() const
{
    // not by QStorageInfo, which knows no disk that the list of mounts does not show, as in a container
    std::error_code unknown;
    const auto disk = std::filesystem::space(m_staged->folder().toStdString(), unknown);
    const auto needed = std::uintmax_t(m_sheets->temporaryBytes());
    return unknown || disk.available > needed ? success() : Outcome(m_target.writeError(ENOSPC, {}));
}

Result<ExportEnding> XlsxFile::commit(const GoOn &goOn)
{
    if (const Outcome room = checkRoom(); !room)
        return room.error();
    if (const Outcome checked = check(); !checked)
        return checked.error();
    // It cannot be interrupted: who does not want to wait any longer leaves it behind, without its file.
    std::packaged_task<XlsxSheets::Closed()> task(
        [sheets = m_sheets, staged = m_staged] { return sheets->close(); });
    std::future<XlsxSheets::Closed> closing = task.get_future();
    std::thread thread(std::move(task));
    while (closing.wait_for(AskEvery) != std::future_status::ready) {
        if (!goOn()) {
            m_staged->remove();
            thread.detach();
            return ExportEnding::Cancelled;
        }
    }
    thread.join();
    if (const XlsxSheets::Closed closed = closing.get(); !closed.complete)
        return m_target.writeError(closed.systemError, closed.text);
    if (const Outcome placed = m_staged->takePlace(); !placed)
        return placed.error();
    return ExportEnding::Complete;
}

} // namespace turnstone
