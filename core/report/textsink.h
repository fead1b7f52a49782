// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/exportsink.h"
#include "core/report/exporttarget.h"
#include "core/report/resultwriter.h"

namespace turnstone {

/// Puts what a ResultWriter makes of the rows into a file.
class TextSink final : public ExportSink
{
public:
    static Result<std::unique_ptr<ExportSink>> open(const ExportTarget &target,
                                                    std::unique_ptr<ResultWriter> writer);
    ~TextSink() override;

    Outcome write(QByteArrayView url, const FetchResult &result) override;
    Outcome flush() override;
    Result<ExportEnding> commit(const GoOn &goOn) override;

private:
    TextSink(const ExportTarget &target, std::unique_ptr<QFileDevice> file,
             std::unique_ptr<ResultWriter> writer);
    Outcome writeFront();
    Error failed(int systemError) const;

    ExportTarget m_target;
    std::unique_ptr<QFileDevice> m_file;
    std::unique_ptr<ResultWriter> m_writer;
    QByteArray m_buffer;
};

} // namespace turnstone
