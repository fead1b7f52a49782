// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/unkeptresults.h"

#include "app/cli/terminal.h"
#include "core/base/translation.h"

#include <QFileInfo>

namespace turnstone {

void UnkeptResults::add(const std::vector<FetchResult> &batch)
{
    for (const FetchResult &result : batch) {
        for (const FetchAttempt &attempt : result.attempts) {
            for (const Hop &hop : attempt.hops) {
                m_requests += hop.sends;
                const bool mayRepeat = hop.method == "GET" || hop.method == "HEAD";
                m_mayRepeat = m_mayRepeat && (mayRepeat || hop.sends == 0);
            }
        }
    }
}

void UnkeptResults::tell(const QString &project, bool isDamaged) const
{
    if (m_requests > 0)
        say(tr("Requests that were sent but whose results could not be saved: %1.").arg(grouped(m_requests)));
    if (!m_mayRepeat)
        say(tr("Some of them are not GET or HEAD and may have taken effect. --resume would send them again: "
               "first check what they did."));
    if (!QFileInfo::exists(project)) // it may have been moved
        return;
    if (isDamaged || !m_mayRepeat)
        say(tr("What was saved until then is in %1.").arg(project));
    else
        say(tr("What was saved until then is in %1; continue with --resume.").arg(project));
}

} // namespace turnstone
