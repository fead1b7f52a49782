// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/logdamage.h"

#include "core/base/translation.h"
#include "core/store/projectlock.h"
#include "core/store/walreader.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace turnstone {

namespace {

QString logOf(const QString &path)
{
    return path + u"-wal";
}

std::optional<LogDamage> damageIn(const QString &log)
{
    WalReader reader(log);
    LogDamage damage;
    damage.isOfHeader = !reader.hasSoundHeader();
    qint64 number = 0, lost = 0;
    while (const std::optional<WalReader::Frame> frame = reader.next()) {
        ++number;
        lost += frame->isSound ? 0 : 1;
        if (!frame->isIntact && damage.first == 0)
            damage.first = number;
        // A program that is killed leaves nothing behind the frame that it was writing.
        if (!frame->isOfLog || frame->pages == 0)
            continue;
        damage.frames = number;
        damage.lost = lost;
        damage.pages = frame->isSound ? frame->pages : 0;
    }
    if (damage.frames == 0)
        damage.lost = number;
    const bool isHole = damage.first != 0 && damage.first < damage.frames;
    return isHole || (damage.isOfHeader && number > 0) ? std::optional(damage) : std::nullopt;
}

} // namespace

Result<std::optional<LogDamage>> findLogDamage(const QString &path, const ProjectLock *own)
{
    const QFileInfo log(logOf(path));
    const auto isWritten = [&path, own] { return !own && ProjectLock::isTaken(path); };
    if (log.size() == 0)
        return std::optional<LogDamage>();
    if (!log.isReadable())
        return Error{Error::Code::Unreadable,
                     tr("The log %1, which has what was written last to %2, cannot be read. Change its "
                        "permissions.")
                         .arg(QDir::toNativeSeparators(log.filePath()), QFileInfo(path).fileName())};
    const auto damage = isWritten() ? std::optional<LogDamage>() : damageIn(log.filePath());
    return damage && isWritten() ? std::optional<LogDamage>() : damage; // it changed while it was read
}

Error damagedLog(const QString &path, const LogDamage &damage)
{
    const QString log = QFileInfo(path).fileName() + u"-wal";
    const QString details =
        damage.isOfHeader ? tr("the beginning of its log %1 cannot be read").arg(log)
                          : tr("its log %1 cannot be read from frame %2 of %3 on")
                                .arg(log, QString::number(damage.first), QString::number(damage.frames));
    return {Error::Code::Unreadable,
            tr("%1 is damaged: %2, so what was written last is missing. Nothing was changed in it. Save "
               "what is left: turnstone-cli repair --project FILE --into NEW.")
                .arg(QDir::toNativeSeparators(path), details)};
}

Outcome playBack(const QString &path, const LogDamage &damage)
{
    QFile file(path);
    const auto failed = [&file] { return Error{Error::Code::Unwritable, file.errorString()}; };
    if (!file.open(QIODevice::ReadWrite))
        return failed();
    WalReader log(logOf(path));
    for (qint64 number = 1; number <= damage.frames; ++number) {
        const std::optional<WalReader::Frame> frame = log.next();
        if (!frame)
            break;
        const bool isBehind = damage.pages != 0 && frame->page > damage.pages;
        if (!frame->isSound || isBehind)
            continue;
        if (!file.seek((qint64(frame->page) - 1) * log.pageSize()) ||
            file.write(frame->content.data(), frame->content.size()) != frame->content.size())
            return failed();
    }
    if (damage.pages != 0 && !file.resize(qint64(damage.pages) * log.pageSize()))
        return failed();
    if (!file.flush())
        return failed();
    QFile::remove(logOf(path));
    return success();
}

} // namespace turnstone
