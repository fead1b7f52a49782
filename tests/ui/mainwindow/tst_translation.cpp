// SPDX-License-Identifier: GPL-3.0-or-later
// Every word that is shown can be translated: in a language whose words all stand in brackets, none stands
// outside of them.
#include "tests/support/catalogue.h"
#include "tests/ui/mainwindow/windowtest.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/addaddressesdialog.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/dialogs/notedialog.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/panels/resultsview.h"
#include "ui/widgets/elidedlabel.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMutex>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QTextDocument>
#include <QTranslator>

#include <algorithm>
#include <set>
#include <utility>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

/// Qt's own words among them. Keys stay what they are.
class Brackets final : public QTranslator
{
public:
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        if (*context != 'Q') { // one of ours
            const QMutexLocker lock(&m_mutex);
            m_asked.insert({context, text});
        }
        static const QRegularExpression key(u"^((Ctrl|Shift|Alt)\\+)*(F\\d+|[A-Z0-9])$"_s);
        const QString words = QString::fromUtf8(text);
        return words.isEmpty() || key.match(words).hasMatch() ? QString() : u'\u2039' + words + u'\u203a';
    }
    bool isEmpty() const override { return false; }
    /// What was asked for: contexts and sentences.
    std::set<std::pair<QByteArray, QByteArray>> asked() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_asked;
    }

private:
    mutable QMutex m_mutex;
    mutable std::set<std::pair<QByteArray, QByteArray>> m_asked;
};

/// What is the same in every language: addresses, names of files, headers and protocols, units.
bool isData(const QString &text)
{
    static const QRegularExpression data(
        uR"(^(https?|HTTP|HEAD|GET|POST|PUT|PATCH|DELETE|OPTIONS|gumbo|uchardet|TLS\S*|CSV|JSON|JSONL|Excel|XLSX|HTML|XML|JUnit|UTF-8|text/html|gzip|Turnstone|libcurl|Qt|Ctrl|Shift|Del|Esc|ms|kB|MB|GB|TTFB|URL|SOCKS\S*|)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return data.match(text).hasMatch();
}

/// The words of a text that stand outside of the brackets.
QStringList bareWords(QString text)
{
    static const QStringList examples{u"Accept-Language: en\nX-Name: value"_s, u"{\"name\": \"value\"}"_s};
    if (examples.contains(text) || text.contains(u"| The Tideline"_s)) // a page's title
        return {};
    static const QRegularExpression code(u"<code>[^<]*</code>"_s); // what is typed
    text.replace(code, u" "_s);
    if (Qt::mightBeRichText(text)) {
        QTextDocument document;
        document.setHtml(text);
        text = document.toPlainText();
    }
    static const QRegularExpression innermost(u"\u2039[^\u2039\u203a]*\u203a"_s);
    while (text.contains(innermost))
        text.replace(innermost, u" "_s);
    static const QRegularExpression status(uR"(\b[1-5]\d\d [A-Z][A-Za-z ]+)"_s); // in the server's words
    text.replace(status, u" "_s);
    static const QRegularExpression address(uR"(\S*(://|/|\.\w|@|=)\S*)"_s);
    text.replace(address, u" "_s);
    static const QRegularExpression word(uR"(\p{L}{3,})"_s);
    QStringList bare;
    for (auto words = word.globalMatch(text); words.hasNext();) {
        const QString each = words.next().captured();
        if (!isData(each))
            bare << each;
    }
    return bare;
}

class Shown final
{
public:
    void take(const QString &where, const QString &text)
    {
        if (text.contains(u'\u2039'))
            ++m_translated;
        if (const QStringList bare = bareWords(text); !bare.isEmpty())
            m_bare << u"%1: %3 in \"%2\""_s.arg(where, text, bare.join(u' '));
    }

    void takeAll(QWidget *root)
    {
        takeWidget(root);
        for (QWidget *widget : root->findChildren<QWidget *>())
            takeWidget(widget);
        for (const QAction *action : root->findChildren<QAction *>()) {
            take(u"action"_s, action->text());
            take(u"tool tip of an action"_s, action->toolTip());
            take(u"status tip"_s, action->statusTip());
        }
    }

    QStringList bare()
    {
        m_bare.removeDuplicates();
        return m_bare;
    }
    int translated() const { return m_translated; }

private:
    void takeWidget(QWidget *widget)
    {
        const QString where = QString::fromLatin1(widget->metaObject()->className());
        take(where + u" title", widget->windowTitle());
        take(where + u" tool tip", widget->toolTip());
        take(where + u" name", widget->accessibleName());
        take(where + u" description", widget->accessibleDescription());
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            take(where, label->text());
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            take(where, button->text());
        if (const auto *box = qobject_cast<const QGroupBox *>(widget))
            take(where, box->title());
        if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
            take(where, edit->placeholderText());
        if (const auto *edit = qobject_cast<const QPlainTextEdit *>(widget))
            take(where, edit->placeholderText());
        if (const auto *spin = qobject_cast<const QSpinBox *>(widget))
            take(where, spin->prefix() + spin->suffix() + spin->specialValueText());
        if (const auto *spin = qobject_cast<const QDoubleSpinBox *>(widget))
            take(where, spin->prefix() + spin->suffix() + spin->specialValueText());
        if (const auto *box = qobject_cast<const QComboBox *>(widget)) {
            for (int item = 0; item < box->count(); ++item)
                take(where, box->itemText(item));
        }
        if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int tab = 0; tab < tabs->count(); ++tab)
                take(where, tabs->tabText(tab));
        }
        const auto *view = qobject_cast<const QAbstractItemView *>(widget);
        if (view && view->model() &&
            !view->parentWidget()->inherits("turnstone::HeadersTab")) // names of fields
            takeModel(where, *view->model());
    }

    void takeModel(const QString &where, const QAbstractItemModel &model)
    {
        for (int column = 0; column < model.columnCount(); ++column) {
            take(where + u" head", model.headerData(column, Qt::Horizontal).toString());
            take(where + u" head's tip",
                 model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
        }
        for (int row = 0; row < std::min(model.rowCount(), 50); ++row) {
            for (int column = 0; column < model.columnCount(); ++column) {
                const QModelIndex index = model.index(row, column);
                take(where + u" cell", index.data().toString());
                take(where + u" cell's tip", index.data(Qt::ToolTipRole).toString());
                take(where + u" cell's name", index.data(Qt::AccessibleTextRole).toString());
            }
        }
    }

    QStringList m_bare;
    int m_translated = 0;
};

} // namespace

class TestTranslation final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void theEmptyWindow()
    {
        translate();
        Shown shown;
        shown.takeAll(m_window.get());
        check(shown, 100);
    }

    void everyPageAndTab()
    {
        translate();
        CrawlSettings settings = m_session->settings();
        settings.limits.retries = 0;
        m_session->setSettings(settings);
        crawl({address(u"/page/1"_s), address(u"/gone"_s), address(u"/redirect/2"_s),
               address(u"/status/503"_s), u"http://127.0.0.1:9/"_s, u"ftp://no.address/"_s});
        clickRow(0);
        Shown shown;
        auto *sidebar = m_window->findChild<QListWidget *>();
        const auto *inspector = m_window->findChild<InspectorPanel *>();
        auto *tabs = inspector->findChild<QTabBar *>();
        for (int place = 0; place < view()->model()->rowCount(); ++place) {
            clickRow(place);
            QTRY_VERIFY(shows(*inspector, cell(place, ResultColumn::Address)));
            for (int tab = 0; tab < tabs->count(); ++tab) {
                tabs->setCurrentIndex(tab);
                shown.takeAll(m_window.get());
            }
            if (place == 0)
                QVERIFY(tableOf("turnstone::AttemptsTab")->model()->rowCount() > 0);
        }
        for (int page = 0; sidebar && page < sidebar->count(); ++page) {
            sidebar->setCurrentRow(page);
            shown.takeAll(m_window.get());
        }
        check(shown, 1000);
    }

    void theDialogs()
    {
        translate();
        AboutDialog about(nullptr);
        AddAddressesDialog add({}, nullptr);
        SettingsDialog settings({}, Appearance::System, true, nullptr);
        ExportDialog exporting({10, 5, 2}, u"/tmp/x.csv"_s, nullptr);
        Shown shown;
        for (QWidget *dialog : std::initializer_list<QWidget *>{&about, &add, &settings, &exporting})
            shown.takeAll(dialog);
        check(shown, 40);
    }

    /// What the tests above have asked for.
    void translatorsGetToSeeAllOfIt()
    {
        const Catalogue all = extractCatalogue();
        QVERIFY2(all.failure.isEmpty(), qPrintable(all.failure));
        const auto asked = m_brackets.asked();
        QVERIFY(asked.size() > 400);
        QStringList unseen;
        for (const auto &[context, text] : asked) {
            if (!all.sentences.contains({context, text}))
                unseen.append(QString::fromUtf8(context + ": " + text));
        }
        QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(u'\n')));
    }

private:
    static bool shows(const InspectorPanel &inspector, const QString &address)
    {
        const QList<ElidedLabel *> labels = inspector.findChildren<ElidedLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&address](const ElidedLabel *label) { return label->text().contains(address); });
    }
    QAbstractItemView *tableOf(const char *tab) const
    {
        const QList<QAbstractItemView *> views = m_window->findChildren<QAbstractItemView *>();
        const auto found = std::find_if(views.begin(), views.end(), [tab](const QAbstractItemView *view) {
            return view->parentWidget()->inherits(tab);
        });
        return found == views.end() ? nullptr : *found;
    }
    /// From here on, and in a new window.
    void translate()
    {
        QCoreApplication::removeTranslator(&m_brackets);
        QVERIFY(QCoreApplication::installTranslator(&m_brackets));
        restart();
    }

    static void check(Shown &shown, int least)
    {
        for (const QString &each : shown.bare())
            qInfo().noquote() << each;
        QVERIFY(shown.bare().isEmpty());
        QVERIFY2(shown.translated() >= least, qPrintable(QString::number(shown.translated())));
    }

    Brackets m_brackets;
};

int main(int argc, char **argv)
{
    TestTranslation test;
    return runWindowTest(test, argc, argv);
}

#include "tst_translation.moc"
