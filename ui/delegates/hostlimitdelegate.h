// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/calmdelegate.h"

namespace turnstone {

/// Edits the limit and the delay of a host with a spin box that knows their ranges.
class HostLimitDelegate final : public CalmDelegate
{
    Q_OBJECT

public:
    using CalmDelegate::CalmDelegate;

    /// The object name of every open editor.
    static QString editorName();

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
};

/// What the engine does with a host, in a colour that goes with the words.
class HostStateDelegate final : public CalmDelegate
{
    Q_OBJECT

public:
    using CalmDelegate::CalmDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace turnstone
