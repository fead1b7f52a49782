// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/exportsink.h"
#include "core/report/resultwriter.h"
#include "core/report/textfile.h"

namespace turnstone {

/// Puts what a ResultWriter makes of the rows into a file.
class TextSink final : public ExportSink
{
public:
    static Result<std::unique_ptr<ExportSink>> open(const ExportTarget &target,
                                                    std::unique_ptr<ResultWriter> writer);

    Outcome write(QByteArrayView url, const FetchResult &result) override;
    Outcome flush() override;
    Result<ExportEnding> commit(const GoOn &goOn) override;

private:
    TextSink(std::unique_ptr<TextFile> file, std::unique_ptr<ResultWriter> writer);

    std::unique_ptr<TextFile> m_file;
    std::unique_ptr<ResultWriter> m_writer;
};

} // namespace turnstone
