// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resultlookup.h"

namespace turnstone {

ResultLookup::ResultLookup(QObject *parent)
    : QObject(parent)
{}

void ResultLookup::look(std::shared_ptr<const ResultSource> source, RowId row)
{
    m_background.start(
        [source = std::move(source), row](const Background::Work &) { return source->read(row); },
        [this, row](const Result<std::optional<FetchResult>> &result) {
            Q_EMIT found(row, result ? result.value() : std::nullopt);
            if (!result)
                Q_EMIT failed(result.error().message);
        });
}

} // namespace turnstone
