// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/history.h"

#include <QCoreApplication>

#include <bit>

namespace turnstone {

namespace {

struct ChangeName
{
    QLatin1StringView id;
    const char *label;
};

/// In the order of allChanges().
constexpr std::array<ChangeName, ChangeCount> Names = {{
    {QLatin1StringView("new"), QT_TRANSLATE_NOOP("Change", "New")},
    {QLatin1StringView("gone"), QT_TRANSLATE_NOOP("Change", "Gone")},
    {QLatin1StringView("status"), QT_TRANSLATE_NOOP("Change", "Status")},
    {QLatin1StringView("title"), QT_TRANSLATE_NOOP("Change", "Title")},
    {QLatin1StringView("redirect"), QT_TRANSLATE_NOOP("Change", "Redirect")},
    {QLatin1StringView("content"), QT_TRANSLATE_NOOP("Change", "Content")},
    {QLatin1StringView("slower"), QT_TRANSLATE_NOOP("Change", "Slower")},
}};

const ChangeName &nameOf(Change change)
{
    return Names.at(size_t(std::countr_zero(unsigned(change))));
}

} // namespace

std::array<Change, ChangeCount> allChanges()
{
    return {Change::New,      Change::Gone,    Change::Status, Change::Title,
            Change::Redirect, Change::Content, Change::Slower};
}

QLatin1StringView changeId(Change change)
{
    return nameOf(change).id;
}

QString changeLabel(Change change)
{
    return QCoreApplication::translate("Change", nameOf(change).label);
}

Changes changesBetween(const HistoryEntry &before, const HistoryEntry &after, const CompareOptions &options)
{
    if (before.verdict == Verdict::Cancelled || after.verdict == Verdict::Cancelled)
        return {}; // a stop cut it short: nothing can be told
    const bool bothFine = isFine(before.verdict) && isFine(after.verdict);
    const bool bothAnswered = before.status != 0 && after.status != 0;
    const bool slower = before.totalUs >= 0 &&
                        double(after.totalUs) > double(before.totalUs) * options.slowerFactor &&
                        after.totalUs - before.totalUs >= options.slowerLeastUs;
    Changes changes;
    changes.setFlag(Change::Status, before.verdict != after.verdict || before.status != after.status);
    changes.setFlag(Change::Title, bothFine && before.title != after.title);
    changes.setFlag(Change::Redirect, bothAnswered && (before.redirects != after.redirects ||
                                                       before.finalUrl != after.finalUrl));
    changes.setFlag(Change::Content, before.contentHash != 0 && after.contentHash != 0 &&
                                         before.contentHash != after.contentHash);
    changes.setFlag(Change::Slower, bothFine && slower);
    return changes;
}

} // namespace turnstone
