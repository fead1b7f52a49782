// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/report/stagedfile.h"

#include <QByteArray>

#include <memory>

namespace turnstone {

/// The bytes of an export on their way to its target, buffered. Destroyed without commit(), it leaves a
/// replaceable target as it was.
class TextFile final
{
public:
    static Result<std::unique_ptr<TextFile>> open(const ExportTarget &target);
    Q_DISABLE_COPY_MOVE(TextFile)

    /// Append to it, then call writeWhenFull().
    QByteArray &buffer() { return m_buffer; }
    Outcome writeWhenFull();
    Outcome flush();
    /// Puts `front` in the place of the first bytes, where the target allows it.
    Outcome replaceFront(const QByteArray &front);
    /// Gives the file its name. Nothing may be written after it.
    Outcome commit();

private:
    TextFile(const ExportTarget &target, std::unique_ptr<StagedFile> staged, std::unique_ptr<QFile> file);
    Error failed(int systemError) const;

    ExportTarget m_target;
    std::unique_ptr<StagedFile> m_staged; // null: the target is written itself
    std::unique_ptr<QFile> m_file;        // closed first
    QByteArray m_buffer;
};

} // namespace turnstone
