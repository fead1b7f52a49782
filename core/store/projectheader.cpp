// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/projectheader.h"

#include "core/base/translation.h"
#include "core/store/openfile.h"
#include "core/store/schema.h"
#include "core/store/sqlerror.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

namespace turnstone {

namespace {

// sqlite.org/fileformat2.html, section 1.3
constexpr qint64 HeaderBytes = 100;
constexpr qsizetype PageSizeAt = 16, ChangeCounterAt = 24, PageCountAt = 28, ApplicationIdAt = 68,
                    ValidForAt = 92;

Error refused(const char *sentence, const QString &path, const QString &reason = {})
{
    const QString text = tr(sentence);
    const QString place = QDir::toNativeSeparators(path);
    return {Error::Code::Unreadable, reason.isEmpty() ? text.arg(place) : text.arg(place, reason)};
}

quint32 numberAt(const QByteArray &header, qsizetype at)
{
    return qFromBigEndian<quint32>(header.constData() + at);
}

/// What the header says the file holds; negative where it does not know.
qint64 expectedBytes(const QByteArray &header)
{
    if (numberAt(header, ChangeCounterAt) != numberAt(header, ValidForAt))
        return -1;
    const quint16 stored = qFromBigEndian<quint16>(header.constData() + PageSizeAt);
    return qint64(stored == 1 ? 65536 : stored) * numberAt(header, PageCountAt);
}

bool isDatabase(const QByteArray &header)
{
    return header.size() >= HeaderBytes && header.startsWith(QByteArrayView("SQLite format 3\0", 16));
}

bool isOurs(const QByteArray &header)
{
    return numberAt(header, ApplicationIdAt) == quint32(ProjectApplicationId);
}

Outcome checkHeader(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return refused(
            QT_TRANSLATE_NOOP("turnstone",
                              "There is no file %1. Check its name, and that its disk is connected."),
            path);
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return refused(QT_TRANSLATE_NOOP("turnstone", "%1 cannot be read: %2. Check its permissions."), path,
                       info.isFile() ? file.errorString() : tr("it is not a file"));
    const QByteArray header = file.read(HeaderBytes);
    if (!isDatabase(header))
        return refused(QT_TRANSLATE_NOOP("turnstone", "%1 is not a Turnstone project. Choose a file that "
                                                      "Turnstone saved."),
                       path);
    if (!isOurs(header))
        return refused(QT_TRANSLATE_NOOP("turnstone",
                                         "%1 is the database of another program, not a Turnstone "
                                         "project. Choose a file that Turnstone saved."),
                       path);
    // with a write-ahead log beside it the file may rightly be behind
    if (file.size() < expectedBytes(header) && !QFileInfo::exists(path + u"-wal"))
        return damagedProject(path, tr("its end is missing"));
    return success();
}

} // namespace

Outcome checkProjectHeader(const QString &path)
{
    Outcome checked = success(); // and so it stays for a file that was opened here before
    OpenFile::unlessHeld(path, [&] { checked = checkHeader(path); });
    return checked;
}

bool isProjectFile(const QString &path)
{
    if (!QFileInfo(path).isFile()) // a pipe would wait
        return false;
    bool found = true; // and so is what is open here
    OpenFile::unlessHeld(path, [&] {
        QFile file(path);
        const QByteArray header =
            file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) ? file.read(HeaderBytes) : QByteArray();
        found = isDatabase(header) && isOurs(header);
    });
    return found;
}

} // namespace turnstone
