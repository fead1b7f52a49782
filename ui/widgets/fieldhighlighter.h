// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QSyntaxHighlighter>

class QPlainTextEdit;

namespace turnstone {

/// Titles ("▸ ...") and the names before a colon, in the colours of the view's theme.
class FieldHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    /// Lives with the view's document.
    explicit FieldHighlighter(QPlainTextEdit *view);

protected:
    void highlightBlock(const QString &text) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QPointer<QPlainTextEdit> m_view;
};

} // namespace turnstone
