// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QCoreApplication>
#include <QString>

#include <vector>

namespace turnstone {

/// Results that are lost to a project, which could not be written: their rows are still owed, and whoever
/// goes on sends their requests again.
class UnkeptResults final
{
    Q_DECLARE_TR_FUNCTIONS(UnkeptResults)

public:
    void add(const std::vector<FetchResult> &batch);
    /// For people; `isDamaged`: the project is.
    void tell(const QString &project, bool isDamaged) const;

private:
    qint64 m_requests = 0;   // that were sent
    bool m_mayRepeat = true; // to send them again changes nothing
};

} // namespace turnstone
