// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demosite/route.h"

#include <QHash>

#include <vector>

namespace turnstone {

/// Finds the route of a request. The index page describes every route.
class Router final
{
public:
    Router();
    SiteReply answer(const SiteRequest &request, SiteState &state) const;

private:
    QByteArray indexPage() const;

    struct Chapter
    {
        const char *title;
        std::span<const Route> routes;
    };
    std::vector<Chapter> m_chapters;
    QHash<QByteArray, const Route *> m_routes;
    QByteArray m_index;
};

} // namespace turnstone
