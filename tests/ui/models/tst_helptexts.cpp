// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/verdict.h"
#include "ui/models/filterfields.h"
#include "ui/models/helptexts.h"
#include "ui/models/rowclass.h"

#include <QAction>
#include <QGuiApplication>
#include <QSet>
#include <QTest>
#include <QTextDocument>

using namespace turnstone;

namespace {

QString plain(const QString &rich)
{
    QTextDocument document;
    document.setHtml(rich);
    return document.toPlainText();
}

} // namespace

class TestHelpTexts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsExplained()
    {
        const QString reference = plain(filterReference());
        const QString toolTip = plain(filterToolTip());
        for (const FilterFieldInfo &field : filterFields()) {
            QVERIFY2(reference.contains(field.name), field.name.data());
            QVERIFY2(reference.contains(filterText(field.matches)), field.name.data());
            QVERIFY2(reference.contains(filterText(field.help)), field.name.data());
            QVERIFY2(toolTip.contains(field.name + u':'), field.name.data());
            const QStringList examples = QString(field.example).split(u"  "_qs);
            for (const QString &example : examples)
                QVERIFY2(reference.contains(example), qPrintable(example)); // "size:<2M" is no markup
        }
        for (const FilterRule &rule : filterRules())
            QVERIFY2(reference.contains(filterText(rule.help)), rule.example.data());
    }

    void everyVerdictIsExplained()
    {
        const QString text = plain(verdictsExplained());
        QSet<QString> meanings;
        for (int index = 0; index < RowClass::Count; ++index) {
            const RowClass each = RowClass::fromIndex(index);
            meanings << rowClassMeaning(each);
            QVERIFY2(text.contains(rowClassLabel(each)), qPrintable(rowClassLabel(each)));
            QVERIFY2(text.contains(rowClassMeaning(each)), qPrintable(rowClassLabel(each)));
            if (each.isDone())
                QVERIFY2(text.contains(verdictId(each.verdict())), qPrintable(rowClassLabel(each)));
        }
        QVERIFY(!meanings.contains(QString()));
        QCOMPARE(int(meanings.size()), RowClass::Count);
    }

    void shortcutsComeFromTheActions()
    {
        QAction save(u"&Save <it>"_qs);
        save.setShortcut(QKeySequence(u"Ctrl+S"_qs));
        QAction again(u"Recheck"_qs);
        again.setShortcuts({QKeySequence(u"F5"_qs), QKeySequence(u"Ctrl+R"_qs)});
        const QAction without(u"Nothing"_qs);
        const QString text = plain(shortcutsExplained(
            {{u"&File"_qs, {&save, &without}}, {u"Empty"_qs, {&without}}, {u"Crawl"_qs, {&again}}}));
        for (const char *part : {"File", "Ctrl+S", "Save <it>", "Crawl", "F5, Ctrl+R", "Recheck"})
            QVERIFY2(text.contains(QLatin1StringView(part)), part);
        QVERIFY(!text.contains(u"Nothing"_qs));
        QVERIFY(!text.contains(u"Empty"_qs));
        QVERIFY(!text.contains(u'&'));
    }
};

QTEST_MAIN(TestHelpTexts)
#include "tst_helptexts.moc"
