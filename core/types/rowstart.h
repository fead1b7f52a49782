// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/verdict.h"

#include <optional>

namespace turnstone {

/// How a row stands when a crawl starts: whether it is to be fetched, and what is known of it from before.
class RowStart final
{
public:
    constexpr RowStart() = default; ///< wanted, nothing known
    static constexpr RowStart wanted(std::optional<Verdict> earlier = {}) { return {true, earlier}; }
    static constexpr RowStart done(Verdict verdict) { return {false, verdict}; }
    /// Neither fetched nor counted.
    static constexpr RowStart leftOut() { return {false, {}}; }

    constexpr bool isWanted() const { return m_wanted; }
    constexpr bool isLeftOut() const { return !m_wanted && m_verdict == None; }
    constexpr std::optional<Verdict> verdict() const
    {
        return m_verdict == None ? std::nullopt : std::optional<Verdict>(Verdict(m_verdict));
    }

private:
    static constexpr quint8 None = 0x7f;
    constexpr RowStart(bool wanted, std::optional<Verdict> verdict)
        : m_wanted(wanted)
        , m_verdict(verdict ? quint8(*verdict) : None)
    {}

    quint8 m_wanted : 1 = true;
    quint8 m_verdict : 7 = None;
};

} // namespace turnstone
