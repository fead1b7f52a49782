// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/resulttable.h"
#include "core/base/error.h"
#include "core/report/exportfile.h"

#include <QCoreApplication>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace turnstone {

/// The files and streams that results go to, all alike. One that fails is left out from then on and takes
/// none of the others with it. That standard output has lost its reader is no error.
class Outputs final
{
    Q_DECLARE_TR_FUNCTIONS(Outputs)

public:
    struct Plan
    {
        QStringList paths;                  ///< "-" is standard output
        std::optional<ExportFormat> format; ///< where the name does not say it
        bool table = false;                 ///< and a table for people on standard output
        WriterOptions writer;
    };

    /// The names of all formats, as formatFromId() knows them.
    static QStringList formats();
    /// True where one of them shows header fields.
    static bool showHeaders(const QStringList &paths, std::optional<ExportFormat> format);
    /// A complaint about names whose format nobody knows, or about standard output being used twice. Empty:
    /// fine.
    static QString complaint(const QStringList &paths, std::optional<ExportFormat> format, bool table);

    Outcome open(const Plan &plan);
    void write(QByteArrayView url, const FetchResult &result);
    /// Hands on what was written so far, for readers that wait at the other end.
    void flush();
    /// Gives the files their names. Without it the targets stay as they were.
    void commit();
    /// Of those that failed since it was asked last.
    std::vector<Error> takeErrors() { return std::exchange(m_errors, {}); }
    /// The files that have got their names.
    const QStringList &written() const { return m_written; }

    bool isEmpty() const { return m_files.empty() && !m_table; }
    bool hasTable() const { return m_table != nullptr; }
    /// Standard output was closed by its reader, and is left out since.
    bool isDeserted() const { return m_deserted; }

private:
    struct File
    {
        std::unique_ptr<ExportFile> file;
        QString path;
    };
    void each(const std::function<Outcome(const File &)> &act);
    void checkTable();
    void leaveStandardOutput();

    std::vector<File> m_files;
    std::unique_ptr<ResultTable> m_table;
    std::vector<Error> m_errors;
    QStringList m_written;
    bool m_deserted = false;
};

} // namespace turnstone
