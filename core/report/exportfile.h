// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/report/exporttarget.h"
#include "core/report/resultwriter.h"

#include <memory>
#include <optional>

namespace turnstone {

class TextFile;
class XlsxFile;

struct ExportOptions
{
    std::optional<ExportFormat> format; ///< empty: by the ending of the name; CSV on standard output
    WriterOptions writer;
};

/// A file being exported: written beside the target under a temporary name, renamed when committed.
/// Without commit() the target stays as it was. "-" is standard output, which cannot be taken back.
/// May be used in any one thread.
class ExportFile final
{
public:
    /// Fails at once, with a sentence, where nothing could be written.
    static Result<std::unique_ptr<ExportFile>> open(const QString &path, const ExportOptions &options = {});
    ~ExportFile();

    Outcome write(QByteArrayView url, const FetchResult &result);
    /// Hands on what was written so far, for readers that wait at the other end.
    Outcome flush();
    /// Ends the file and gives it its name. Nothing may be written after it. `goOn` is asked now and then
    /// where that takes long; its false leaves the target as it was.
    Result<ExportEnding> commit(const GoOn &goOn = {});
    /// Removes what was written so far.
    void cancel();

private:
    ExportFile();
    Outcome noted(Outcome outcome);
    Outcome close(const GoOn &goOn, ExportEnding &ending);
    Error ended() const;

    std::unique_ptr<ResultWriter> m_writer; // of a format that is text,
    std::unique_ptr<TextFile> m_text;       // into this
    std::unique_ptr<XlsxFile> m_workbook;   // or else into this
    bool m_isOpen = true;                   // false: committed, cancelled or failed
    std::optional<Error> m_error;           // the first; everything after it fails likewise
};

} // namespace turnstone
