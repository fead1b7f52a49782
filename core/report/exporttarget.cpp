// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exporttarget.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace turnstone {

QString systemText(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

ExportTarget::ExportTarget(const QString &path)
    : m_path(path)
    , m_name(path == u'-' ? translated(QT_TRANSLATE_NOOP("ExportFile", "standard output"))
                          : QDir::toNativeSeparators(path))
{}

QString ExportTarget::translated(const char *sentence)
{
    return QCoreApplication::translate("ExportFile", sentence);
}

bool ExportTarget::isReplaceable() const
{
    const QFileInfo info(m_path);
    return !isStandardOutput() && (info.isFile() || !info.exists());
}

Outcome ExportTarget::check() const
{
    const QFileInfo info(m_path);
    if (isStandardOutput())
        return success();
    if (info.isDir())
        return error(QT_TRANSLATE_NOOP("ExportFile", "%1 is a folder. Name a file in it."));
    if (!info.absoluteDir().exists())
        return Error{
            Error::Code::Unwritable,
            translated(
                QT_TRANSLATE_NOOP("ExportFile", "There is no folder %1. Create it, or choose another place."))
                .arg(QDir::toNativeSeparators(info.absolutePath()))};
    return success();
}

Result<std::unique_ptr<QFile>> ExportTarget::openStream() const
{
    auto file = std::make_unique<QFile>();
    if (isStandardOutput()) {
        const int flags = ::fcntl(STDOUT_FILENO, F_GETFL);
        const bool isClosed = flags < 0 || (flags & O_ACCMODE) == O_RDONLY;
        if (isClosed || !file->open(stdout, QIODevice::WriteOnly | QIODevice::Unbuffered))
            return error(QT_TRANSLATE_NOOP("ExportFile", "Nothing can be written to %1: %2."),
                         isClosed ? qt_error_string(EBADF) : file->errorString());
        return file;
    }
    file->setFileName(m_path);
    if (!file->open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return cannotOpen(file->errorString());
    return file;
}

Error ExportTarget::error(const char *sentence, const QString &reason) const
{
    const QString text = translated(sentence);
    return {Error::Code::Unwritable, reason.isEmpty() ? text.arg(m_name) : text.arg(m_name, reason)};
}

Error ExportTarget::cannotOpen(const QString &reason) const
{
    return error(
        QT_TRANSLATE_NOOP("ExportFile",
                          "%1 cannot be written: %2. Choose another place or change its permissions."),
        reason);
}

Error ExportTarget::keptInstead(const QString &reason, const QString &path) const
{
    return {Error::Code::Unwritable,
            translated(QT_TRANSLATE_NOOP("ExportFile", "%1 could not be replaced: %2. The whole export is "
                                                       "kept in %3; move it from there."))
                .arg(m_name, reason, QDir::toNativeSeparators(path))};
}

Error ExportTarget::writeError(int systemError, const QString &reason) const
{
    if (systemError != ENOSPC && systemError != EDQUOT && systemError != EFBIG)
        return error(QT_TRANSLATE_NOOP("ExportFile", "%1 could not be written: %2. Try another place."),
                     reason);
    Error full = error(QT_TRANSLATE_NOOP(
        "ExportFile", "The disk is full: %1 could not be written. Free up space or choose another place."));
    full.code = Error::Code::DiskFull;
    return full;
}

} // namespace turnstone
