// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/run.h"

namespace turnstone {

namespace {

constexpr std::array<QLatin1StringView, 2> scopes{QLatin1StringView("list"), QLatin1StringView("rows")};
constexpr std::array<QLatin1StringView, 4> endings{QLatin1StringView(""), QLatin1StringView("finished"),
                                                   QLatin1StringView("stopped"),
                                                   QLatin1StringView("failed_fast")};

template <typename Value, typename Ids>
std::optional<Value> valueOf(const Ids &ids, QAnyStringView id)
{
    for (size_t i = 0; i < ids.size(); ++i) {
        if (QAnyStringView::equal(id, ids[i]))
            return Value(i);
    }
    return std::nullopt;
}

} // namespace

QLatin1StringView runScopeId(RunScope scope)
{
    return scopes[size_t(scope)];
}

std::optional<RunScope> runScopeFromId(QAnyStringView id)
{
    return valueOf<RunScope>(scopes, id);
}

QLatin1StringView runEndingId(RunEnding ending)
{
    return endings[size_t(ending)];
}

std::optional<RunEnding> runEndingFromId(QAnyStringView id)
{
    return valueOf<RunEnding>(endings, id);
}

} // namespace turnstone
