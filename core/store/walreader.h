// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <optional>

namespace turnstone {

/// The frames of a write-ahead log, in the order of the file, be they valid to SQLite or not
/// (sqlite.org/fileformat2.html, section 4). The checksum of a frame follows from that of the frame before
/// it: what lies behind a damaged one can be told, too, and so can a frame of which only the checksum is
/// damaged. Nobody may be writing the log.
class WalReader final
{
public:
    struct Frame
    {
        quint32 page = 0;       ///< that it is a copy of, from 1
        quint32 pages = 0;      ///< of the database, where it ends a transaction; else 0
        bool isOfLog = false;   ///< by its salts, whatever else is wrong with it
        bool isSound = false;   ///< page, pages and content are as they were written
        bool isIntact = false;  ///< and so is its checksum: SQLite goes on behind it
        QByteArrayView content; ///< until the next one is read
    };

    /// `path` is that of the log. What cannot be read has no frames.
    explicit WalReader(const QString &path);

    /// Whether SQLite reads it at all.
    bool hasSoundHeader() const { return m_hasSoundHeader; }
    int pageSize() const { return m_pageSize; }
    /// Whole ones that the file holds.
    qint64 frames() const { return m_frames; }
    /// None: that was the last.
    std::optional<Frame> next();

private:
    struct Checksum
    {
        quint32 first = 0, second = 0;
        bool operator==(const Checksum &) const = default;
    };
    static Checksum checksumAt(const char *bytes);
    Checksum checksumOf(Checksum before, const char *bytes, qsizetype count) const;
    Checksum checksumOfFrame(Checksum before, const char *frame) const;
    bool isFollowed(Checksum checksum, std::optional<quint64> salts);
    void readHeader();

    QFile m_file;
    bool m_hasSoundHeader = false;
    bool m_isBigEndian = false;
    int m_pageSize = 0; // bytes
    qint64 m_frames = 0;
    std::optional<quint64> m_salts; // of the frames that belong to this log
    Checksum m_before;              // of the header or the frame before
    QByteArray m_frame;
};

} // namespace turnstone
