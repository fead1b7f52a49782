// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/resultwriter.h"
#include "core/report/textfile.h"
#include "core/types/history.h"

#include <QByteArrayView>
#include <QString>

#include <memory>
#include <optional>

namespace turnstone {

/// What differs between two runs, as CSV or JSON Lines. The columns are listed in README.md of this room.
/// Without commit() the target stays as it was. "-" is standard output. May be used in any one thread.
class DiffWriter final
{
public:
    /// Without a format: by the ending of the name, CSV on standard output. Code::Invalid for other formats.
    static Result<std::unique_ptr<DiffWriter>> open(const QString &path, RunId before, RunId after,
                                                    std::optional<ExportFormat> format = {});

    /// `url` is the address as the list has it, UTF-8.
    Outcome write(QByteArrayView url, const RunDifference &difference);
    Outcome commit() { return m_file->commit(); }

private:
    DiffWriter(std::unique_ptr<TextFile> file, RunId before, RunId after, ExportFormat format);

    std::unique_ptr<TextFile> m_file;
    RunId m_before;
    RunId m_after;
    ExportFormat m_format;
};

} // namespace turnstone
