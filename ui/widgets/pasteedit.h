// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace turnstone {

/// An editor that leaves pasted and dropped text to its owner, who may know that it is too much to show.
class PasteEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    using QPlainTextEdit::QPlainTextEdit;

Q_SIGNALS:
    void pasted(const QString &text);

protected:
    void insertFromMimeData(const QMimeData *source) override;
};

} // namespace turnstone
