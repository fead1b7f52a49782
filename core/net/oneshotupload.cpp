// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/oneshotupload.h"

#include <algorithm>
#include <cstring>

namespace turnstone {

OneShotUpload::OneShotUpload(QByteArray data)
    : m_data(std::move(data))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool OneShotUpload::seek(qint64 position)
{
    return position == m_read && QIODevice::seek(position);
}

bool OneShotUpload::reset()
{
    // Nothing is read of an empty body, so nothing tells whether its request has gone out already.
    return m_read == 0 && !m_data.isEmpty() && QIODevice::seek(0);
}

qint64 OneShotUpload::readData(char *data, qint64 maxSize)
{
    const qint64 count = std::min<qint64>(maxSize, m_data.size() - m_read);
    if (count <= 0)
        return maxSize == 0 ? 0 : -1;
    std::memcpy(data, m_data.constData() + m_read, size_t(count));
    m_read += count;
    return count;
}

qint64 OneShotUpload::writeData(const char *, qint64)
{
    return -1;
}

} // namespace turnstone
