// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/resultspool.h"

#include "core/store/resultrecord.h"
#include "core/store/rowoffsets.h"
#include "core/store/spoolfile.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDataStream>
#include <QSysInfo>
#include <QtEndian>

#include <array>
#include <mutex>

namespace turnstone {

namespace {

constexpr qsizetype TailBytes = 256 * 1024;
constexpr qint64 RecordLengthBytes = sizeof(quint32);
constexpr qint64 FirstRead = 2048; // most records need no second read

void prepare(QDataStream &stream)
{
    stream.setVersion(QDataStream::Qt_6_4);
    stream.setByteOrder(QSysInfo::ByteOrder == QSysInfo::LittleEndian ? QDataStream::LittleEndian
                                                                      : QDataStream::BigEndian);
}

} // namespace

class ResultSpool::Private
{
public:
    Private(const QString &directoryName, qint64 budget)
        : directory(directoryName)
        , bodyBudget(budget)
    {
        tail.open(QIODevice::WriteOnly);
        tail.buffer().reserve(TailBytes * 2);
        prepare(stream);
    }

    Outcome append(const std::vector<FetchResult> &batch);
    void truncateTail(qint64 size)
    {
        tail.buffer().truncate(size);
        tail.seek(size);
    }
    QByteArray fromFile(qint64 offset) const;

    const QString directory;
    mutable std::mutex mutex; // guards all below, but not reading what the file has
    SpoolFile file;
    RowOffsets offsets;
    QBuffer tail; // what is not in the file yet
    QDataStream stream{&tail};
    std::vector<qint64> starts; // of the records of one batch, reused
    qint64 bodyBudget;
};

Outcome ResultSpool::Private::append(const std::vector<FetchResult> &batch)
{
    const qint64 before = tail.pos();
    qint64 budget = bodyBudget;
    starts.clear();
    for (const FetchResult &result : batch) {
        const qint64 start = tail.pos();
        starts.push_back(file.size() + start);
        const bool withBody = result.body.size() <= budget;
        if (withBody)
            budget -= result.body.size();
        stream << quint32(0);
        writeResult(stream, result, withBody);
        qToUnaligned(quint32(tail.pos() - start - RecordLengthBytes), tail.buffer().data() + start);
    }
    if (tail.pos() >= TailBytes) {
        if (const Outcome written = file.append(tail.data()); !written) {
            truncateTail(before);
            return written;
        }
        truncateTail(0);
        if (tail.buffer().capacity() > TailBytes * 8)
            tail.buffer().squeeze();
    }
    bodyBudget = budget;
    for (size_t i = 0; i < batch.size(); ++i)
        offsets.set(batch[i].row, starts[i]);
    return success();
}

QByteArray ResultSpool::Private::fromFile(qint64 offset) const
{
    std::array<char, FirstRead> first;
    const qint64 got = file.readAt(offset, first.data(), FirstRead);
    if (got < RecordLengthBytes)
        return {};
    const qint64 size = qFromUnaligned<quint32>(first.data());
    QByteArray record(first.data() + RecordLengthBytes, std::min(size, got - RecordLengthBytes));
    if (record.size() < size) {
        const qint64 have = record.size();
        record.resize(size);
        if (file.readAt(offset + RecordLengthBytes + have, record.data() + have, size - have) != size - have)
            return {};
    }
    return record;
}

ResultSpool::ResultSpool(const QString &directory, qint64 bodyBudget)
    : d(std::make_unique<Private>(directory, bodyBudget))
{}

ResultSpool::~ResultSpool() = default;

Outcome ResultSpool::open()
{
    const std::lock_guard lock(d->mutex);
    return d->file.open(d->directory);
}

Outcome ResultSpool::append(const std::vector<FetchResult> &batch)
{
    const std::lock_guard lock(d->mutex);
    Q_ASSERT_X(d->file.isOpen(), Q_FUNC_INFO, "open() comes first");
    return d->append(batch);
}

bool ResultSpool::has(RowId row) const
{
    const std::lock_guard lock(d->mutex);
    return d->offsets.at(row) >= 0;
}

Result<std::optional<FetchResult>> ResultSpool::read(RowId row) const
{
    QByteArray record;
    qint64 offset = -1;
    bool inFile = false;
    {
        const std::lock_guard lock(d->mutex);
        offset = d->offsets.at(row);
        if (offset < 0)
            return std::optional<FetchResult>();
        inFile = offset < d->file.size();
        if (!inFile) {
            const QByteArrayView rest = QByteArrayView(d->tail.data()).sliced(offset - d->file.size());
            record = rest.sliced(RecordLengthBytes, qFromUnaligned<quint32>(rest.data())).toByteArray();
        }
    }
    if (inFile)
        record = d->fromFile(offset);
    QDataStream stream(record);
    prepare(stream);
    FetchResult result;
    if (!readResult(stream, result))
        return Error{Error::Code::Unreadable,
                     QCoreApplication::translate("ResultSpool",
                                                 "A result in the temporary file cannot be read back.")};
    return std::optional(std::move(result));
}

qint64 ResultSpool::bytes() const
{
    const std::lock_guard lock(d->mutex);
    return d->file.size() + d->tail.pos();
}

} // namespace turnstone
