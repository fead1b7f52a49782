// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/contenthash.h"

#include <algorithm>
#include <xxhash.h>

namespace turnstone {

class ContentHash::State final
{
public:
    State()
        : hash(XXH3_createState())
    {
        XXH3_64bits_reset(hash.get());
    }

    struct Free
    {
        void operator()(XXH3_state_t *state) const { XXH3_freeState(state); }
    };
    std::unique_ptr<XXH3_state_t, Free> hash;
};

ContentHash::ContentHash() = default;
ContentHash::~ContentHash() = default;

void ContentHash::add(QByteArrayView piece)
{
    if (piece.isEmpty())
        return;
    if (!m_state)
        m_state = std::make_unique<State>();
    XXH3_64bits_update(m_state->hash.get(), piece.data(), size_t(piece.size()));
}

quint64 ContentHash::value() const
{
    return m_state ? std::max<quint64>(XXH3_64bits_digest(m_state->hash.get()), 1) : 0;
}

} // namespace turnstone
