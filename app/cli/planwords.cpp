// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/planwords.h"

#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/session/runsettings.h"
#include "core/types/displaytext.h"

namespace turnstone {

namespace {

Error invalid(const QString &sentence)
{
    return {Error::Code::Invalid, sentence};
}

Error notInItError(const PlanProblem &problem, const RunWish &wish)
{
    if (wish.kind == RunWish::Kind::Resume)
        return invalid(
            tr("--resume takes the passwords and keys of addresses from the inputs, but %1 of these are not "
               "in the project. Give the list of that run, or leave out --resume to start a new one.",
               nullptr, pluralOf(problem.count))
                .arg(grouped(problem.count)));
    const QString first = QString::fromUtf8(problem.address);
    if (problem.count == 1)
        return invalid(tr("%1 is not in the project. Leave out --only to add it.").arg(first));
    return invalid(tr("%1 of these addresses are not in the project, the first of them %2. Leave out --only "
                      "to add them.",
                      nullptr, pluralOf(problem.count))
                       .arg(grouped(problem.count), first));
}

} // namespace

Error planError(const PlanProblem &problem, const RunWish &wish)
{
    using Kind = PlanProblem::Kind;
    switch (problem.kind) {
    case Kind::NoAddresses:
        return invalid(tr("The project has no addresses. Give some to fetch."));
    case Kind::NoRuns:
        return invalid(tr("The project has no run to continue. Leave out --resume to start one."));
    case Kind::NoSuchRun:
        return invalid(
            tr("The project has no run %1; turnstone-cli runs lists those it has.").arg(problem.run));
    case Kind::NotInIt:
        return notInItError(problem, wish);
    case Kind::Ambiguous:
        return invalid(
            tr("The project has several addresses like %1 that differ only in their passwords or keys, and "
               "not all of them were given, so it is unclear which ones are meant. Give all of them, in "
               "their order, or keep them in the project from the first run on (--keep-secrets).")
                .arg(visibleLine(problem.address, 200)));
    case Kind::LacksNone:
        return invalid(tr("--resume continues with the addresses of the project. Leave out the inputs, or "
                          "leave out --resume to start a new run of them."));
    case Kind::LostResults:
        return {Error::Code::Unreadable,
                (problem.total == 1
                     ? tr("The project is damaged: the one result of run %1 cannot be read.").arg(problem.run)
                     : tr("The project is damaged: of the %1 results of run %2 only %3 can be "
                          "read.",
                          nullptr, pluralOf(problem.total))
                           .arg(QString::number(problem.total), QString::number(problem.run),
                                QString::number(problem.count))) +
                    u' ' + tr("Save what is left: turnstone-cli repair --project FILE --into NEW.")};
    case Kind::NoSuchRows:
        return {Error::Code::Unreadable,
                tr("The project is damaged: it refers to addresses that are missing. Save what is left: "
                   "turnstone-cli repair --project FILE --into NEW.")};
    }
    return {};
}

Outcome checkSecrets(const RunPlan &plan)
{
    const std::vector<RowId> lacking = plan.lackingSecrets();
    if (lacking.empty())
        return success();
    const QString address = visibleLine(plan.addresses.at(lacking.front()), 200);
    const QString what =
        lacking.size() == 1 ? tr("The password or key of %1 is not in the project.").arg(address)
                            : tr("The passwords or keys of %1 addresses, such as %2, are not in the project.",
                                 nullptr, pluralOf(qint64(lacking.size())))
                                  .arg(grouped(qint64(lacking.size())), address);
    return invalid(
        what + u' ' +
        (plan.earlier ? tr("Give their list again: --resume LIST.") : tr("Give their list again.")));
}

Outcome checkSettings(const CrawlSettings &settings, bool lacksProxyPassword)
{
    if (lacksProxyPassword)
        return invalid(tr("The password or key of the proxy is not in the project. Give the proxy again with "
                          "--proxy http://USER:PASSWORD@HOST:PORT, or do without it with --no-proxy."));
    const QByteArrayList missing = missingHeaders(settings);
    if (missing.isEmpty())
        return success();
    return invalid(tr("The value of %1 is not in the project. Give it with --header 'Name: value', "
                      "with --header @FILE or in the environment variable TURNSTONE_HEADERS.")
                       .arg(QString::fromLatin1(missing.join(", "))));
}

} // namespace turnstone
