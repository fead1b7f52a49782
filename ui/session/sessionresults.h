// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/projectresults.h"
#include "ui/session/bodycache.h"

namespace turnstone {

/// The results of a session: those of its project, with the bodies that the project does not keep.
class SessionResults final : public ResultSource
{
public:
    bool has(RowId row) const override { return m_project.has(row); }
    Result<std::optional<FetchResult>> read(RowId row) const override;
    Result<std::vector<FetchResult>> read(std::span<const RowId> rows) const override;

    ProjectResults &project() { return m_project; }
    const ProjectResults &project() const { return m_project; }
    BodyCache &bodies() { return m_bodies; }

private:
    ProjectResults m_project;
    BodyCache m_bodies;
};

} // namespace turnstone
