// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/autosave.h"

#include "core/base/translation.h"
#include "core/store/openfile.h"
#include "core/store/project.h"
#include "core/store/projectfiles.h"
#include "core/store/projectlock.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUuid>

#include <algorithm>
#include <optional>

namespace turnstone {

namespace {

qint64 lastWrittenMs(const QString &path)
{
    const qint64 file = QFileInfo(path).lastModified().toMSecsSinceEpoch();
    const QFileInfo log(path + u"-wal");
    return log.exists() ? std::max(file, log.lastModified().toMSecsSinceEpoch()) : file;
}

/// To look at a project that was cut short is to tidy it up, but it was written last before that.
void setLastWritten(const QString &path, qint64 ms)
{
    OpenFile::unlessHeld(path, [&] {
        QFile file(path);
        if (file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
            file.setFileTime(QDateTime::fromMSecsSinceEpoch(ms), QFileDevice::FileModificationTime);
    });
}

std::optional<LeftProject> countIn(const QString &path)
{
    const Result<std::unique_ptr<Store>> store = openProject(path, OpenMode::Read);
    if (!store)
        return {};
    const Result<qint64> finished = store.value()->finishedAddresses();
    const Result<std::vector<RowId>> removed = store.value()->removedRows();
    if (!finished || !removed)
        return {};
    const qint64 addresses = store.value()->info().addresses - qint64(removed.value().size());
    if (addresses == 0)
        return {};
    return LeftProject{path, addresses, finished.value(), 0, 0};
}

std::optional<LeftProject> leftProjectAt(const QString &path)
{
    if (ProjectLock::isTaken(path))
        return {};
    const qint64 written = lastWrittenMs(path);
    std::optional<LeftProject> left = countIn(path);
    setLastWritten(path, written);
    if (left) {
        left->lastWrittenMs = written;
        left->bytes = QFileInfo(path).size();
    }
    return left;
}

} // namespace

Autosave::Autosave(const QString &folder)
    : m_folder(folder)
{
    if (m_folder.isEmpty())
        m_folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/autosave";
}

Result<QString> Autosave::newPath() const
{
    if (!QDir().mkpath(m_folder))
        return Error{
            Error::Code::Unwritable,
            tr("The folder %1 cannot be created, so work is not saved automatically. Save it as a project.")
                .arg(QDir::toNativeSeparators(m_folder))};
    const QString time = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-hhmmss"));
    const QString unique = QUuid::createUuid().toString(QUuid::Id128).left(8);
    return QDir(m_folder).filePath(time + u'-' + unique + u".turnstone");
}

std::vector<LeftProject> Autosave::leftBehind() const
{
    std::vector<LeftProject> found;
    const QStringList names = QDir(m_folder).entryList({QStringLiteral("*.turnstone")}, QDir::Files);
    for (const QString &name : names) {
        if (const auto left = leftProjectAt(QDir(m_folder).filePath(name)))
            found.push_back(*left);
    }
    std::sort(found.begin(), found.end(),
              [](const LeftProject &a, const LeftProject &b) { return a.lastWrittenMs > b.lastWrittenMs; });
    return found;
}

Outcome Autosave::discard(const QString &path) const
{
    const QString place = QDir::toNativeSeparators(path);
    if (QFileInfo(path).absoluteDir() != QDir(m_folder))
        return Error{Error::Code::Invalid,
                     tr("%1 was not saved automatically; remove it yourself.").arg(place)};
    std::unique_ptr<ProjectLock> lock;
    if (QFileInfo::exists(path)) {
        Result<std::unique_ptr<ProjectLock>> taken = ProjectLock::take(path);
        if (!taken)
            return taken.error();
        lock = std::move(taken).value();
    }
    removeSideFiles(path);
    QFile file(path);
    if (file.exists() && !file.remove())
        return Error{
            Error::Code::Unwritable,
            tr("%1 could not be removed: %2. Check its permissions.").arg(place, file.errorString())};
    return success();
}

} // namespace turnstone
