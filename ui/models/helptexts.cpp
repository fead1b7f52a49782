// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/helptexts.h"

#include "core/types/verdict.h"
#include "ui/models/filterfields.h"
#include "ui/models/rowclass.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>
#include <QStringList>

namespace turnstone {

namespace {

/// Terms of a filter, each of them on one line.
QString code(const QString &examples)
{
    QStringList terms;
    const QStringList parts = examples.split(QStringLiteral("  "));
    for (const QString &part : parts)
        terms << QStringLiteral("<code>%1</code>").arg(part.toHtmlEscaped());
    return terms.join(QStringLiteral("<br>"));
}

QString heading(const QString &text)
{
    return QStringLiteral("<h4>%1</h4>").arg(text.toHtmlEscaped());
}

QString paragraph(const QString &text)
{
    return QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
}

/// Cells are markup.
QString row(const QStringList &cells)
{
    QString text;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        const bool isLast = i + 1 == cells.size();
        text +=
            QStringLiteral("<td%1>%2</td>")
                .arg(isLast ? QString() : QStringLiteral(" style='white-space: nowrap; padding-right: 16px'"),
                     cells[i]);
    }
    return QStringLiteral("<tr>%1</tr>").arg(text);
}

QString table(const QString &rows)
{
    return QStringLiteral("<table cellspacing='0' cellpadding='3'>%1</table>").arg(rows);
}

QString actionName(const QAction &action)
{
    return action.text().remove(u'&').toHtmlEscaped();
}

QString keysOf(const QAction &action)
{
    QStringList keys;
    const QList<QKeySequence> shortcuts = action.shortcuts();
    for (const QKeySequence &each : shortcuts)
        keys << each.toString(QKeySequence::NativeText).toHtmlEscaped();
    return keys.join(QStringLiteral(", "));
}

} // namespace

QString filterToolTip()
{
    QString rows;
    const auto add = [&rows](QLatin1StringView examples, const QString &meaning) {
        const QString first = QString(examples).section(QStringLiteral("  "), 0, 0);
        rows += QStringLiteral("<tr style='white-space: nowrap'><td>%1</td><td>%2</td></tr>")
                    .arg(code(first), meaning.toHtmlEscaped());
    };
    add(QLatin1StringView("news 404"),
        QCoreApplication::translate("FilterFields", "words in title, address, verdict or status"));
    for (const FilterFieldInfo &field : filterFields())
        add(field.example, filterText(field.matches));
    add(QLatin1StringView("-word"), QCoreApplication::translate("FilterFields", "not this"));
    add(QLatin1StringView("/\\.pdf$/"),
        QCoreApplication::translate("FilterFields", "a regular expression, on address and title"));
    return paragraph(
               QCoreApplication::translate("FilterFields", "Shows the rows that match all of the terms.")) +
           QStringLiteral("<table cellspacing='3'>%1</table>").arg(rows);
}

QString filterReference()
{
    QString fields;
    for (const FilterFieldInfo &field : filterFields()) {
        QString name = QStringLiteral("<b>%1</b>").arg(field.name);
        if (!field.alias.isEmpty())
            name += QStringLiteral("<br><b>%1</b>").arg(field.alias);
        const QString matches = filterText(field.matches).toHtmlEscaped();
        const QString help = filterText(field.help).toHtmlEscaped();
        fields += row(
            {name, code(field.example), help.isEmpty() ? matches : matches + QStringLiteral("<br>") + help});
    }
    QString rules;
    for (const FilterRule &rule : filterRules())
        rules += row({code(rule.example), filterText(rule.help).toHtmlEscaped()});
    return paragraph(QCoreApplication::translate(
               "FilterFields", "The filter shows the rows that match all of its terms. Ctrl+Space offers the "
                               "fields, Return or Down goes to the table, Esc clears the filter.")) +
           heading(QCoreApplication::translate("FilterFields", "Terms")) + table(rules) +
           heading(QCoreApplication::translate("FilterFields", "Fields")) + table(fields);
}

QString verdictsExplained()
{
    QString verdicts;
    QString states;
    for (int index = 0; index < RowClass::Count; ++index) {
        const RowClass each = RowClass::fromIndex(index);
        const QString label = QStringLiteral("<b>%1</b>").arg(rowClassLabel(each).toHtmlEscaped());
        const QString meaning = rowClassMeaning(each).toHtmlEscaped();
        if (each.isDone())
            verdicts += row({label, code(verdictId(each.verdict())), meaning});
        else
            states += row({label, meaning});
    }
    return paragraph(QCoreApplication::translate(
               "Verdict",
               "A verdict says what became of an address. The inspector shows its evidence: every try, "
               "redirect and header.")) +
           table(verdicts) + heading(QCoreApplication::translate("RowClass", "In progress")) + table(states);
}

QString shortcutsExplained(const QList<ActionGroup> &groups)
{
    QString text;
    for (const ActionGroup &group : groups) {
        QString rows;
        for (const QAction *action : group.actions) {
            if (const QString keys = keysOf(*action); !keys.isEmpty())
                rows += row({keys, actionName(*action)});
        }
        if (!rows.isEmpty())
            text += heading(QString(group.title).remove(u'&')) + table(rows);
    }
    return text;
}

} // namespace turnstone
