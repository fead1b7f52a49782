// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <utility>
#include <variant>

namespace turnstone {

/// What went wrong, as one sentence for people: what happened, why, and what to do.
struct Error
{
    enum class Code {
        Unreadable,
        Unwritable,
        Invalid,
        DiskFull,
        Network,
        InUse,     ///< another process holds it
        Cancelled, ///< by the one who asked for it
        Internal,
    };

    Code code = Code::Internal;
    QString message;
};

/// A value or an Error. Test it before taking either.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_content(std::move(value))
    {}
    Result(Error error)
        : m_content(std::move(error))
    {}

    explicit operator bool() const { return std::holds_alternative<T>(m_content); }
    const T &value() const & { return std::get<T>(m_content); }
    T &&value() && { return std::get<T>(std::move(m_content)); }
    const Error &error() const { return std::get<Error>(m_content); }

private:
    std::variant<T, Error> m_content;
};

/// The result of an action that yields nothing but success.
using Outcome = Result<std::monostate>;
inline Outcome success()
{
    return Outcome(std::monostate());
}

} // namespace turnstone
