// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fieldhighlighter.h"

#include "ui/widgets/theme.h"

#include <QEvent>
#include <QPlainTextEdit>

namespace turnstone {

FieldHighlighter::FieldHighlighter(QPlainTextEdit *view)
    : QSyntaxHighlighter(view->document())
    , m_view(view)
{
    view->installEventFilter(this);
}

void FieldHighlighter::highlightBlock(const QString &text)
{
    if (!m_view)
        return;
    const Theme &theme = Theme::of(m_view->palette());
    QTextCharFormat format;
    if (text.startsWith(u'\u25B8')) {
        format.setForeground(theme.muted);
        format.setFontWeight(QFont::DemiBold);
        setFormat(0, int(text.size()), format);
        return;
    }
    const qsizetype colon = text.indexOf(u": ");
    if (colon <= 0 || text.first(colon).contains(u' '))
        return;
    format.setForeground(theme.accent);
    setFormat(0, int(colon), format);
}

bool FieldHighlighter::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        rehighlight();
    return QSyntaxHighlighter::eventFilter(watched, event);
}

} // namespace turnstone
