// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/exporttarget.h"

#include <memory>

namespace turnstone {

struct FetchResult;
class StagedFile;
class XlsxSheets;

/// An Excel workbook: numbers are numbers, times are dates (UTC), nothing is a formula. Rows go to a
/// temporary file beside the target; commit() makes the workbook of it, which takes long. Destroyed without
/// commit(), it leaves the target as it was.
class XlsxFile final
{
public:
    static constexpr int RowsPerSheet = 1'048'575; ///< below the header; then comes a further sheet

    static Result<std::unique_ptr<XlsxFile>> open(const ExportTarget &target,
                                                  int rowsPerSheet = RowsPerSheet);
    ~XlsxFile();

    Outcome write(QByteArrayView url, const FetchResult &result);
    Result<ExportEnding> commit(const GoOn &goOn);

private:
    XlsxFile(const ExportTarget &target, std::unique_ptr<StagedFile> staged, int rowsPerSheet);
    Outcome addSheet();
    Outcome check();
    Outcome checkRoom() const;

    ExportTarget m_target;
    std::shared_ptr<StagedFile> m_staged;
    std::shared_ptr<XlsxSheets> m_sheets;
    int m_unchecked = 0; // rows since the last check()
};

} // namespace turnstone
