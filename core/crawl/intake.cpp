// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/intake.h"

namespace turnstone {

void Intake::add(Rows rows, TimePoint now)
{
    const auto count = RowId(rows->size());
    m_spans.push_back({0, count, std::move(rows), now});
}

std::optional<Intake::Entry> Intake::take()
{
    while (!m_spans.empty()) {
        Span &span = m_spans.front();
        if (span.first == span.last) {
            m_spans.pop_front();
            continue;
        }
        const RowId index = span.first++;
        const bool isChosen = bool(span.rows);
        const Entry entry{isChosen ? (*span.rows)[index] : index, span.since, isChosen};
        if (span.first == span.last)
            m_spans.pop_front();
        return entry;
    }
    return std::nullopt;
}

} // namespace turnstone
