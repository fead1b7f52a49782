// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plaintextview.h"

#include "ui/widgets/theme.h"

#include <QFontDatabase>

namespace turnstone {

PlainTextView::PlainTextView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    setFont(fixed);
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setFrameShape(NoFrame);
    setTabStopDistance(4 * QFontMetricsF(fixed).horizontalAdvance(u' '));
    document()->setDocumentMargin(1.5 * Theme::Grid);
}

} // namespace turnstone
