// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/runchoice.h"
#include "core/session/runplan.h"

#include <QTest>

#include <algorithm>

using namespace turnstone;
using Kind = RunWish::Kind;

namespace {

/// A run of a project: what it found and owes, by row.
struct MadeRun
{
    RunScope scope = RunScope::List;
    RunEnding ending = RunEnding::Finished;
    std::vector<RowId> found = {};
    std::vector<RowId> owed = {};
    bool pruned = false;
    qint64 lost = 0; // results that cannot be read
};

/// "http://u:p@a/" as it is; "!x" is a bad line.
AddressList listOf(const QByteArrayList &texts)
{
    AddressBlockBuilder builder;
    for (const QByteArray &text : texts) {
        if (text.startsWith('!'))
            builder.addInvalid(text.mid(1), AddressProblem::BadSyntax);
        else
            builder.add(text);
    }
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

/// As readProjectToGoOn() would. "-x" is an address x that was removed.
ProjectState stateOf(const QByteArrayList &addresses, const std::vector<MadeRun> &runs, const RunWish &wish)
{
    ProjectState state;
    QByteArrayList texts = addresses;
    for (RowId row = 0; row < RowId(texts.size()); ++row) {
        if (!texts[row].startsWith('-'))
            continue;
        texts[row].remove(0, 1);
        state.removed.push_back(row);
    }
    state.addresses = listOf(texts);
    for (const MadeRun &made : runs) {
        RunInfo run;
        run.id = RunId(state.runs.size()) + 1;
        run.scope = made.scope;
        run.ending = made.ending;
        run.pruned = made.pruned;
        run.results = qint64(made.found.size()) + made.lost;
        run.owed = qint64(made.owed.size());
        state.runs.push_back(run);
    }
    const RunInfo *chosen = wish.kind == Kind::Resume ? runToGoOn(state.runs, wish.run) : nullptr;
    if (!chosen)
        return state;
    const MadeRun &made = runs[size_t(chosen->id - 1)];
    state.rows = RunRows(state.addresses.size());
    for (const RowId row : made.found)
        state.rows.addResult(row, Verdict::Ok);
    for (const RowId row : made.owed)
        state.rows.addOwed(row);
    return state;
}

/// "new list: w-|w": a row is wanted, another left out, and one is new; 'd' is done, 'b' is wanted and back.
QByteArray textOf(const RunPlan &plan)
{
    QByteArray text = plan.earlier
                          ? (plan.isOver ? "over " : "on with ") + QByteArray::number(plan.earlier->id)
                      : plan.scope == RunScope::List ? QByteArray("new list")
                                                     : QByteArray("new rows");
    text += ": ";
    for (RowId row = 0; row < RowId(plan.addresses.size()); ++row) {
        if (row == plan.known)
            text += '|';
        const bool isBack = std::find(plan.back.begin(), plan.back.end(), row) != plan.back.end();
        text += isBack ? 'b' : plan.wants(row) ? 'w' : plan.rows[row].isLeftOut() ? '-' : 'd';
    }
    return text;
}

QByteArray textOf(const PlanProblem &problem)
{
    switch (problem.kind) {
    case PlanProblem::Kind::NoAddresses:
        return "no addresses";
    case PlanProblem::Kind::NoRuns:
        return "no runs";
    case PlanProblem::Kind::NoSuchRun:
        return "no run " + QByteArray::number(problem.run);
    case PlanProblem::Kind::NotInIt:
        return "not in it: " + QByteArray::number(problem.count) + ", " + problem.address;
    case PlanProblem::Kind::Ambiguous:
        return "ambiguous: " + problem.address;
    case PlanProblem::Kind::LacksNone:
        return "lacks none";
    case PlanProblem::Kind::LostResults:
        return "lost of run " + QByteArray::number(problem.run) + ": " + QByteArray::number(problem.count) +
               " of " + QByteArray::number(problem.total);
    case PlanProblem::Kind::NoSuchRows:
        return "no such rows";
    }
    return {};
}

QByteArray textOf(const Planned &planned)
{
    return std::visit([](const auto &each) { return textOf(each); }, planned);
}

} // namespace

Q_DECLARE_METATYPE(MadeRun)
Q_DECLARE_METATYPE(turnstone::RunWish)

/// The state of a project, and what is wanted of it: what is to be done.
class TestRunPlan final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plan_data()
    {
        QTest::addColumn<QByteArrayList>("addresses");
        QTest::addColumn<std::vector<MadeRun>>("runs");
        QTest::addColumn<RunWish>("wish");
        QTest::addColumn<QByteArray>("expected");
        using Runs = std::vector<MadeRun>;
        const QByteArrayList abc{"http://a/", "http://b/", "http://c/"};
        const Runs whole{{.found = {0, 1, 2}}};
        const auto row = [](const char *name, const QByteArrayList &addresses, const Runs &runs,
                            const RunWish &wish, const QByteArray &expected) {
            QTest::newRow(name) << addresses << runs << wish << expected;
        };
        const RunWish all{Kind::All};
        row("all, of none", {}, {}, all, "no addresses");
        row("all, never fetched", abc, {}, all, "new list: www");
        row("all, once more", abc, whole, all, "new list: www");
        row("all, though a run was cut short", abc, {{.ending = RunEnding::Stopped, .owed = {0, 1, 2}}}, all,
            "new list: www");

        const auto given = [](const QByteArrayList &list) { return RunWish{Kind::Given, listOf(list)}; };
        row("given, into nothing", {}, {}, given(abc), "new list: |www");
        row("given, the same", abc, whole, given(abc), "new list: www");
        row("given, some", abc, whole, given({"http://c/", "http://a/"}), "new list: w-w");
        row("given, some and new ones", abc, whole, given({"http://d/", "http://b/"}), "new list: -w-|w");
        row("given, with a password", {"http://u:***@a/", "http://b/"}, whole, given({"http://u:p@a/"}),
            "new list: w-");
        row("given, one of two that differ in passwords", {"http://u:***@a/", "http://u:***@a/"}, whole,
            given({"http://u:p@a/"}), "ambiguous: http://u:***@a/");

        const auto only = [](const QByteArrayList &list) { return RunWish{Kind::Only, listOf(list)}; };
        row("only one", abc, whole, only({"http://b/"}), "new rows: -w-");
        row("only all of them", abc, whole, only(abc), "new rows: www");
        row("only, not in it", abc, whole, only({"http://b/", "http://u:p@d/", "http://e/"}),
            "not in it: 2, http://u:***@d/");

        const auto on = [](RunId run = 0, const QByteArrayList &list = {}) {
            return RunWish{Kind::Resume, list.isEmpty() ? AddressList() : listOf(list), run};
        };
        row("on, of nothing", {}, {}, on(), "no addresses");
        row("on, without a run", abc, {}, on(), "no runs");
        row("on, all is done", abc, whole, on(), "over 1: ddd");
        row("on, the last of two that are over", abc, {{.found = {0, 1, 2}}, {.found = {1}}}, on(),
            "over 2: -d-");
        row("on, what is owed", abc, {{.ending = RunEnding::Stopped, .found = {0}, .owed = {2}}}, on(),
            "on with 1: d-w");
        row("on, owed though there is a result", abc,
            {{.ending = RunEnding::Stopped, .found = {0, 1}, .owed = {1, 2}}}, on(), "on with 1: dww");
        row("on, killed before its end was written", abc, {{.ending = RunEnding::Open, .found = {0, 1, 2}}},
            on(), "on with 1: ddd");
        row("on, killed before anything", abc, {{.ending = RunEnding::Open}}, on(), "over 1: ---");
        row("on, the last one that owes", abc,
            {{.ending = RunEnding::Stopped, .owed = {0}},
             {.scope = RunScope::Rows, .ending = RunEnding::Stopped, .owed = {1}},
             {.found = {2}}},
            on(), "on with 2: -w-");
        row("on, the one that is named", abc,
            {{.ending = RunEnding::Stopped, .owed = {0}}, {.ending = RunEnding::Stopped, .owed = {1}}}, on(1),
            "on with 1: w--");
        row("on, one that is named and over", abc,
            {{.found = {0}}, {.ending = RunEnding::Stopped, .owed = {1}}}, on(1), "over 1: d--");
        row("on, one that is not there", abc, whole, on(7), "no run 7");
        row("on, with lost results", abc, {{.found = {0}, .owed = {2}, .lost = 1}}, on(),
            "lost of run 1: 1 of 2");
        row("on, with results that were removed", abc,
            {{.found = {0}, .owed = {2}, .pruned = true, .lost = 1}}, on(), "on with 1: d-w");
        row("on, with rows that are not there", abc, {{.found = {0}, .owed = {9}}}, on(), "no such rows");
        row("on, with results of rows that are not there", abc, {{.found = {0, 9}, .owed = {1}}}, on(),
            "no such rows");
        const QByteArrayList hidden{"http://u:***@a/", "http://b/"};
        const Runs cut{{.ending = RunEnding::Stopped, .found = {1}, .owed = {0}}};
        row("on, with the password", hidden, cut, on(0, {"http://b/", "http://u:p@a/"}), "on with 1: wd");
        row("on, with an address that is new", hidden, cut, on(0, {"http://u:p@a/", "http://v:p@c/"}),
            "not in it: 1, http://v:***@c/");
        row("on, with a list that nobody needs", abc, {{.owed = {0}}}, on(0, abc), "lacks none");
        row("on, with one of two passwords", {"http://u:***@a/", "http://u:***@a/"}, cut,
            on(0, {"http://u:p@a/"}), "ambiguous: http://u:***@a/");
    }

    void planWithRemovedRows_data()
    {
        QTest::addColumn<QByteArrayList>("addresses");
        QTest::addColumn<std::vector<MadeRun>>("runs");
        QTest::addColumn<RunWish>("wish");
        QTest::addColumn<QByteArray>("expected");
        using Runs = std::vector<MadeRun>;
        const QByteArrayList list{"http://a/", "-http://b/", "http://c/", "-http://d/"};
        const Runs whole{{.found = {0, 1, 2, 3}}};
        const auto row = [&](const char *name, const RunWish &wish, const QByteArray &expected,
                             const Runs &runs, const QByteArrayList &addresses) {
            QTest::newRow(name) << addresses << runs << wish << expected;
        };
        const RunWish all{Kind::All}, on{Kind::Resume};
        row("all", all, "new list: w-w-", whole, list);
        row("all, never fetched", all, "new list: w-w-", {}, list);
        row("all, of which none is left", all, "no addresses", whole, {"-http://a/", "-http://b/"});

        const auto given = [](const QByteArrayList &texts) { return RunWish{Kind::Given, listOf(texts)}; };
        row("given, none of them", given({"http://c/"}), "new list: --w-", whole, list);
        row("given, one of them", given({"http://c/", "http://b/"}), "new list: -bw-", whole, list);
        row("given, one of them and a new one", given({"http://d/", "http://e/"}), "new list: ---b|w", whole,
            list);
        row("given, the whole list", given({"http://a/", "http://b/", "http://c/", "http://d/"}),
            "new list: wbwb", whole, list);
        row("given, of which none was left", given({"http://a/"}), "new list: b", {}, {"-http://a/"});
        row("given, one without its password", given({"http://u:p@b/"}), "new list: --|w", {},
            {"http://a/", "-http://u:***@b/"});
        row("given, one with its password", given({"http://u:p@b/"}), "new list: -b", {},
            {"http://a/", "-http://u:p@b/"});
        row("given, where another lacks the password", given({"http://u:p@b/"}), "new list: b-", {},
            {"-http://u:p@b/", "http://u:***@b/"});
        row("given, one of two passwords, the other of which was removed", given({"http://u:p@b/"}),
            "new list: w-", {}, {"http://u:***@b/", "-http://u:***@b/"});
        row("given, a bad line", given({"!b"}), "new list: -|w", {}, {"-!b"});

        const auto only = [](const QByteArrayList &texts) { return RunWish{Kind::Only, listOf(texts)}; };
        row("only, one that is left", only({"http://c/"}), "new rows: --w-", whole, list);
        row("only, one of them", only({"http://c/", "http://d/"}), "not in it: 1, http://d/", whole, list);
        row("only, two of them and a new one", only({"http://e/", "http://d/", "http://b/"}),
            "not in it: 3, http://b/", whole, list);

        row("on, all is done", on, "over 1: d-d-", whole, list);
        row("on, what is owed", on, "on with 1: d-w-",
            {{.ending = RunEnding::Stopped, .found = {0, 1}, .owed = {2}}}, list);
        row("on, owed by a damaged project", on, "on with 1: --w-",
            {{.ending = RunEnding::Stopped, .owed = {1, 2}}}, list);
        row("on, with lost results of them", on, "lost of run 1: 1 of 2",
            {{.found = {1}, .owed = {2}, .lost = 1}}, list);
        row("on, killed before its end was written", on, "on with 1: -d",
            {{.ending = RunEnding::Open, .found = {0, 1}}}, {"-http://a/", "http://b/"});
        row("on, of which none is left", on, "no addresses", whole, {"-http://a/"});
        const QByteArrayList hidden{"-http://u:***@a/", "http://b/", "http://u:***@a/"};
        const Runs cut{{.ending = RunEnding::Stopped, .found = {0}, .owed = {1, 2}}};
        row("on, with the list of the run",
            {Kind::Resume, listOf({"http://u:p@a/", "http://b/", "http://u:q@a/"})}, "on with 1: -ww", cut,
            hidden);
        row("on, with one of two passwords", {Kind::Resume, listOf({"http://u:q@a/"})},
            "ambiguous: http://u:***@a/", cut, hidden);
        row("on, with one of them", {Kind::Resume, listOf({"http://u:p@a/", "http://b/"})}, "on with 1: -w",
            {{.ending = RunEnding::Stopped, .owed = {1}}}, {"-http://b/", "http://u:***@a/"});
    }

    void planWithRemovedRows() { plan(); }

    void plan()
    {
        QFETCH(QByteArrayList, addresses);
        QFETCH(std::vector<MadeRun>, runs);
        QFETCH(RunWish, wish);
        QFETCH(QByteArray, expected);
        QCOMPARE(textOf(planRun(stateOf(addresses, runs, wish), wish)), expected);
    }

    void aFirstRunTakesAll()
    {
        const RunPlan plan = planFirstRun(listOf({"http://a/", "!b"}));
        QCOMPARE(textOf(plan), QByteArray("new list: |ww"));
        QCOMPARE(plan.size(), 2);
    }

    void whatTakesPartAndWhatItLacks()
    {
        const QByteArrayList addresses{"http://u:***@a/", "http://u:***@b/", "http://c/", "!http://u:***@d/"};
        const RunWish wish{Kind::Resume};
        const Planned planned = planRun(
            stateOf(addresses, {{.ending = RunEnding::Stopped, .found = {0}, .owed = {1, 3}}}, wish), wish);
        const auto &plan = std::get<RunPlan>(planned);
        QCOMPARE(plan.size(), 3);
        QCOMPARE(plan.lackingSecrets(), std::vector<RowId>{1}); // what is done lacks nothing
        QCOMPARE(planFirstRun(listOf(addresses)).lackingSecrets(), (std::vector<RowId>{0, 1}));
    }

    void whatIsRemovedTakesNoPart()
    {
        const QByteArrayList addresses{"-http://u:***@a/", "http://b/", "-http://c/"};
        const auto planned = [&addresses](const RunWish &wish) {
            const std::vector<MadeRun> runs{{.ending = RunEnding::Stopped, .found = {2}, .owed = {1}}};
            return std::get<RunPlan>(planRun(stateOf(addresses, runs, wish), wish));
        };
        for (const RunWish &wish : {RunWish{Kind::All}, RunWish{Kind::Resume}}) {
            const RunPlan plan = planned(wish);
            QCOMPARE(plan.size(), 1);
            QVERIFY(plan.lackingSecrets().empty());
            QVERIFY(plan.opening({}).back.empty());
        }
        QCOMPARE(planned({Kind::All}).opening({}).rows, std::vector<RowId>{1});
        const RunPlan back = planned({Kind::Given, listOf({"http://c/"})});
        QCOMPARE(back.size(), 1);
        QCOMPARE(back.opening({}).back, std::vector<RowId>{2});
        QCOMPARE(back.opening({}).rows, std::vector<RowId>{2});
    }

    void howItBegins()
    {
        const QByteArrayList abc{"http://a/", "http://b/", "http://c/"};
        CrawlSettings settings;
        settings.limits.perHost = 3;
        const auto opening = [&](const RunWish &wish, const std::vector<MadeRun> &runs) {
            return std::get<RunPlan>(planRun(stateOf(abc, runs, wish), wish)).opening(settings);
        };
        const RunOpening whole = opening({Kind::Given, listOf(abc)}, {});
        QCOMPARE(whole.scope, RunScope::List);
        QCOMPARE(whole.earlier, RunId(0));
        QVERIFY(whole.owes == RunOpening::Owes::All && whole.rows.empty());
        QCOMPARE(whole.settings.limits.perHost, 3);
        const RunOpening some = opening({Kind::Only, listOf({"http://b/"})}, {});
        QCOMPARE(some.scope, RunScope::Rows);
        QVERIFY(some.owes == RunOpening::Owes::Rows && some.rows == std::vector<RowId>{1});
        const RunOpening on = opening({Kind::Resume}, {{.ending = RunEnding::Stopped, .owed = {0}}});
        QCOMPARE(on.earlier, RunId(1));
        QVERIFY(on.owes == RunOpening::Owes::AsBefore && on.rows.empty());
    }
};

QTEST_APPLESS_MAIN(TestRunPlan)
#include "tst_runplan.moc"
