// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/spoolfile.h"

#include "core/base/translation.h"

#include <QDir>
#include <QStandardPaths>

#include <cerrno>
#include <unistd.h>

namespace turnstone {

namespace {

/// The folder for temporary files comes last: it is memory on many systems.
QStringList candidates(const QString &directory)
{
    if (!directory.isEmpty())
        return {directory};
    return {QStandardPaths::writableLocation(QStandardPaths::CacheLocation), QStringLiteral("/var/tmp"),
            QDir::tempPath()};
}

Error writeError(int systemError, const QString &directory)
{
    const QString place = QDir::toNativeSeparators(directory);
    if (systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG)
        return {Error::Code::DiskFull,
                tr("There is no space left for results in %1. Earlier results are kept. "
                   "Free up space there, then fetch the missing addresses again.")
                    .arg(place)};
    return {Error::Code::Unwritable, tr("Results could not be written to %1: %2. Earlier results are kept.")
                                         .arg(place, qt_error_string(systemError))};
}

} // namespace

Outcome SpoolFile::open(const QString &directory)
{
    QString reason;
    for (const QString &candidate : candidates(directory)) {
        if (candidate.isEmpty() || !QDir().mkpath(candidate))
            continue;
        // never asked for its name, so that on Linux it has none and vanishes with the process
        m_file.setFileTemplate(candidate + QLatin1StringView("/turnstone-results-XXXXXX"));
        if (m_file.open()) {
            m_directory = candidate;
            return success();
        }
        reason = m_file.errorString();
    }
    if (reason.isEmpty())
        reason = qt_error_string(ENOENT);
    return Error{Error::Code::Unwritable,
                 tr("No temporary file for the results can be created in "
                    "%1: %2. Make the folder writable.")
                     .arg(QDir::toNativeSeparators(candidates(directory).constFirst()), reason)};
}

Outcome SpoolFile::append(QByteArrayView bytes)
{
    // What a failed write leaves behind m_size is overwritten by the next one.
    for (qint64 done = 0; done < bytes.size();) {
        const ssize_t size =
            ::pwrite(m_file.handle(), bytes.data() + done, size_t(bytes.size() - done), off_t(m_size + done));
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return writeError(size < 0 ? errno : ENOSPC, m_directory);
        done += size;
    }
    m_size += bytes.size();
    return success();
}

qint64 SpoolFile::readAt(qint64 offset, char *to, qint64 size) const
{
    qint64 done = 0;
    while (done < size) {
        const ssize_t got = ::pread(m_file.handle(), to + done, size_t(size - done), off_t(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += got;
    }
    return done;
}

} // namespace turnstone
