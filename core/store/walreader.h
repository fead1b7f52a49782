// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <optional>

namespace turnstone {

/// The frames of a write-ahead log, in the order of the file, be they valid to SQLite or not
/// (sqlite.org/fileformat2.html, section 4). A frame is sound where its checksum follows from the one that
/// the frame before it says: what lies behind a damaged one can be told, too. Nobody may be writing the log.
class WalReader final
{
public:
    struct Frame
    {
        quint32 page = 0;  ///< that it is a copy of, from 1
        quint32 pages = 0; ///< of the database, where it ends a transaction; else 0
        bool isSound = false;
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
    void readHeader();

    QFile m_file;
    bool m_hasSoundHeader = false;
    bool m_isBigEndian = false;
    int m_pageSize = 0; // bytes
    qint64 m_frames = 0;
    std::optional<quint64> m_salts; // of the frames that belong to this log
    Checksum m_before;              // as the header or the frame before says
    QByteArray m_frame;
};

} // namespace turnstone
