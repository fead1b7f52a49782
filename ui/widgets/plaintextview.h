// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace turnstone {

/// Plain text in a fixed-pitch font that can be read, selected and copied but not changed. Tab leaves it.
class PlainTextView final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit PlainTextView(QWidget *parent = nullptr);
};

} // namespace turnstone
