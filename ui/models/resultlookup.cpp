// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resultlookup.h"

#include <utility>

namespace turnstone {

ResultLookup::ResultLookup(QObject *parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
}

ResultLookup::~ResultLookup()
{
    m_thread.waitForDone();
}

void ResultLookup::look(std::shared_ptr<const ResultSource> source, RowId row)
{
    m_wanted = [this, source = std::move(source), row, asked = ++m_asked] {
        auto result = std::make_shared<Result<std::optional<FetchResult>>>(source->read(row));
        QMetaObject::invokeMethod(this, [this, row, asked, result] {
            m_reading = false;
            if (asked == m_asked) {
                Q_EMIT found(row, *result ? result->value() : std::nullopt);
                if (!*result)
                    Q_EMIT failed(result->error().message);
            }
            next();
        });
    };
    next();
}

void ResultLookup::next()
{
    if (m_reading || !m_wanted)
        return;
    m_reading = true;
    m_thread.start(std::exchange(m_wanted, {}));
}

} // namespace turnstone
