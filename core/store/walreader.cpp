// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/walreader.h"

#include <QtEndian>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype LogHeaderBytes = 32, PageSizeAt = 8, SaltsAt = 16, ChecksumAt = 24;
constexpr qsizetype FrameHeaderBytes = 24, FramePagesAt = 4, FrameSaltsAt = 8, FrameChecksumAt = 16;
constexpr qsizetype ChecksummedOfFrame = 8; // of its header; and all of its content
constexpr quint32 Magic = 0x377f0682;       // the lowest bit: checksums are of big-endian words
constexpr int ProjectPageSize = 4096;       // of all that Turnstone makes
constexpr int LeastPageSize = 512, MostPageSize = 65'536;

quint32 numberAt(const char *bytes)
{
    return qFromBigEndian<quint32>(bytes);
}

bool isPageSize(quint32 size)
{
    return size >= LeastPageSize && size <= MostPageSize && (size & (size - 1)) == 0;
}

} // namespace

WalReader::WalReader(const QString &path)
    : m_file(path)
{
    if (m_file.open(QIODevice::ReadOnly))
        readHeader();
}

/// Where it is not sound, what it says may be all the same, but for the salts: those are of the first frame
/// that is sound.
void WalReader::readHeader()
{
    QByteArray header = m_file.read(LogHeaderBytes);
    header.resize(LogHeaderBytes, '\0');
    const char *bytes = header.constData();
    const quint32 magic = numberAt(bytes), pageSize = numberAt(bytes + PageSizeAt);
    const bool isMagic = (magic & ~1U) == Magic;
    m_isBigEndian = isMagic ? (magic & 1) != 0 : QSysInfo::ByteOrder == QSysInfo::BigEndian;
    const Checksum computed = checksumOf({}, bytes, ChecksumAt);
    m_before = checksumAt(bytes + ChecksumAt);
    m_hasSoundHeader = isMagic && isPageSize(pageSize) && computed == m_before;
    m_pageSize = m_hasSoundHeader ? int(pageSize) : ProjectPageSize;
    if (m_hasSoundHeader)
        m_salts = qFromBigEndian<quint64>(bytes + SaltsAt);
    m_frame.resize(FrameHeaderBytes + m_pageSize);
    m_frames = std::max<qint64>(m_file.size() - LogHeaderBytes, 0) / m_frame.size();
    if (isFollowed(computed, {}))
        m_before = computed;
}

std::optional<WalReader::Frame> WalReader::next()
{
    if (m_frame.isEmpty() || m_file.read(m_frame.data(), m_frame.size()) != m_frame.size())
        return {};
    const char *bytes = m_frame.constData();
    Frame frame;
    frame.page = numberAt(bytes);
    frame.pages = numberAt(bytes + FramePagesAt);
    frame.content = QByteArrayView(bytes + FrameHeaderBytes, m_pageSize);
    const quint64 salts = qFromBigEndian<quint64>(bytes + FrameSaltsAt);
    const Checksum said = checksumAt(bytes + FrameChecksumAt);
    const Checksum computed = checksumOfFrame(m_before, bytes);
    if (frame.page != 0 && salts == m_salts.value_or(salts)) {
        frame.isIntact = computed == said;
        frame.isSound = frame.isIntact || isFollowed(computed, salts);
        if (frame.isSound)
            m_salts = salts;
        frame.isOfLog = m_salts.has_value();
    }
    m_before = frame.isSound ? computed : said;
    return frame;
}

/// Whether the next frame (of these salts, where there are any) says that this is the checksum before it.
bool WalReader::isFollowed(Checksum checksum, std::optional<quint64> salts)
{
    const QByteArray next = m_file.peek(m_frame.size());
    if (next.size() != m_frame.size())
        return false;
    const char *bytes = next.constData();
    const quint64 found = qFromBigEndian<quint64>(bytes + FrameSaltsAt);
    return numberAt(bytes) != 0 && found == salts.value_or(found) &&
           checksumOfFrame(checksum, bytes) == checksumAt(bytes + FrameChecksumAt);
}

WalReader::Checksum WalReader::checksumAt(const char *bytes)
{
    return {numberAt(bytes), numberAt(bytes + sizeof(quint32))};
}

/// As section 4.2 has it; `count` is a multiple of eight.
WalReader::Checksum WalReader::checksumOf(Checksum before, const char *bytes, qsizetype count) const
{
    const auto wordAt = [isBigEndian = m_isBigEndian](const char *at) {
        return isBigEndian ? qFromBigEndian<quint32>(at) : qFromLittleEndian<quint32>(at);
    };
    for (const char *end = bytes + count; bytes != end; bytes += 2 * sizeof(quint32)) {
        before.first += wordAt(bytes) + before.second;
        before.second += wordAt(bytes + sizeof(quint32)) + before.first;
    }
    return before;
}

WalReader::Checksum WalReader::checksumOfFrame(Checksum before, const char *frame) const
{
    return checksumOf(checksumOf(before, frame, ChecksummedOfFrame), frame + FrameHeaderBytes, m_pageSize);
}

} // namespace turnstone
