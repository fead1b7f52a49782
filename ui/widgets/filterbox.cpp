// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterbox.h"

#include "ui/widgets/icons.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QToolTip>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int TextRole = Qt::UserRole;
constexpr qsizetype LeastBegun = 2; // a letter alone begins too many other words

} // namespace

FilterBox::FilterBox(QWidget *parent)
    : QLineEdit(parent)
{
    setClearButtonEnabled(true);
    addAction(themedIcon(QLatin1StringView("search"), Tint::Muted), LeadingPosition);
    m_sign = addAction(verdictIcon(Verdict::Broken), TrailingPosition);
    m_sign->setVisible(false);
    m_rest.setSingleShot(true);
    m_rest.setInterval(120);
    connect(&m_rest, &QTimer::timeout, this, &FilterBox::tell);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            tell();
        else
            m_rest.start();
    });
}

void FilterBox::setHelp(const QString &help)
{
    m_help = help;
    updateHelp();
}

void FilterBox::setCompletions(const QList<Completion> &completions)
{
    delete m_completer;
    m_completer = new QCompleter(this);
    auto *model = new QStandardItemModel(m_completer);
    for (const Completion &each : completions) {
        auto *item = new QStandardItem(tr("%1  %2").arg(each.text, each.meaning));
        item->setData(each.text, TextRole);
        model->appendRow(item);
    }
    m_completer->setModel(model);
    m_completer->setCompletionRole(TextRole);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(int(completions.size()));
    m_completer->setWidget(this); // not setCompleter(), which takes the whole text for one word
    connect(m_completer, QOverload<const QString &>::of(&QCompleter::activated), this, &FilterBox::complete);
    connect(this, &QLineEdit::textEdited, m_completer, [this] {
        if (const QString begun = begunWord(); begun.size() >= LeastBegun)
            offer(begun);
        else
            m_completer->popup()->hide();
    });
}

QString FilterBox::begunWord() const
{
    const QString before = text().first(cursorPosition());
    const auto *begin =
        std::find_if(before.rbegin(), before.rend(), [](QChar each) { return each.isSpace(); }).base();
    const QString word = before.sliced(begin - before.begin());
    return word.startsWith(u'-') ? word.sliced(1) : word;
}

void FilterBox::offer(const QString &begun)
{
    QAbstractItemView *popup = m_completer->popup();
    m_completer->setCompletionPrefix(begun);
    const int found = m_completer->completionCount();
    if (found == 0 ||
        (found == 1 && m_completer->currentCompletion().compare(begun, Qt::CaseInsensitive) == 0)) {
        popup->hide();
        return;
    }
    QRect place = rect();
    place.setWidth(
        std::max(width(), popup->sizeHintForColumn(0) + popup->verticalScrollBar()->sizeHint().width()));
    m_completer->complete(place);
}

void FilterBox::complete(const QString &text)
{
    const auto begun = int(begunWord().size());
    setSelection(cursorPosition() - begun, begun);
    insert(text);
}

void FilterBox::setProblem(const QString &problem)
{
    if (m_problem == problem)
        return;
    m_problem = problem;
    m_sign->setVisible(hasProblem());
    colourText();
    updateHelp();
    if (hasProblem() && hasFocus())
        QToolTip::showText(mapToGlobal(QPoint(0, height())), toolTip(), this);
    else
        QToolTip::hideText();
}

void FilterBox::colourText()
{
    QPalette changed;
    if (hasProblem())
        changed.setColor(QPalette::Text, Theme::of(QGuiApplication::palette()).color(Verdict::Broken));
    setPalette(changed);
}

void FilterBox::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    const Theme &theme = Theme::of(QGuiApplication::palette());
    if (event->type() == QEvent::PaletteChange && hasProblem() &&
        palette().color(QPalette::Text) != theme.color(Verdict::Broken))
        colourText();
}

void FilterBox::updateHelp()
{
    // A width of its own: Qt breaks short rich text early.
    const QString problem =
        u"<table width=360><tr><td>%1</td></tr></table>"_qs.arg(m_problem.toHtmlEscaped());
    setToolTip(hasProblem() ? problem : m_help);
    setAccessibleDescription(m_problem);
}

void FilterBox::tell()
{
    m_rest.stop();
    if (text() == m_told)
        return;
    m_told = text();
    Q_EMIT filterChanged(m_told);
}

/// Ctrl+E, which on X11 goes to the end of a line, is the window's.
bool FilterBox::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_E && key->modifiers() == Qt::ControlModifier) {
            event->ignore();
            return true;
        }
    }
    return QLineEdit::event(event);
}

void FilterBox::keyPressEvent(QKeyEvent *event)
{
    if (m_completer && m_completer->popup()->isVisible()) {
        // The popup has its keys first, and hands on those that are ignored here to what it does by itself.
        const bool isChosen = m_completer->popup()->currentIndex().isValid();
        const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
        if (event->key() == Qt::Key_Escape || (isReturn && isChosen)) {
            event->ignore();
            return;
        }
        if (isReturn)
            m_completer->popup()->hide();
    }
    if (m_completer && event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        const QString begun = begunWord();
        m_completer->setCompletionPrefix(begun);
        offer(m_completer->completionCount() > 0 ? begun : QString());
        return;
    }
    switch (event->key()) {
    case Qt::Key_Escape:
        if (text().isEmpty())
            Q_EMIT left();
        clear();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Down:
        tell();
        Q_EMIT left();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

} // namespace turnstone
