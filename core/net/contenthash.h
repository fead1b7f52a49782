// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <memory>

namespace turnstone {

/// Tells one body from another: XXH3, 64 bits, over its bytes as they come. Fast, the same on every machine,
/// and no defence against somebody who wants two bodies to look alike.
class ContentHash final
{
public:
    ContentHash();
    ~ContentHash();

    void add(QByteArrayView piece);
    /// 0: nothing was added. Never 0 else.
    quint64 value() const;

private:
    class State;
    std::unique_ptr<State> m_state; // from the first piece on
};

} // namespace turnstone
