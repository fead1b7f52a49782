// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/hostlimitdelegate.h"

#include "ui/models/hostcolumns.h"
#include "ui/models/settingscheck.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QSpinBox>

#include <algorithm>

namespace turnstone {

namespace {
constexpr int EditorWidth = 110; // beside text of 13 pixels
}

QString HostLimitDelegate::editorName()
{
    return u"hostLimitEditor"_qs;
}

QWidget *HostLimitDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &,
                                         const QModelIndex &index) const
{
    auto *box = new QSpinBox(parent);
    box->setObjectName(editorName());
    box->setFrame(false);
    box->setButtonSymbols(
        QAbstractSpinBox::NoButtons); // a cell has no room for them; arrow keys and wheel do
    box->setAutoFillBackground(true);
    box->setAlignment(Qt::AlignRight);
    // The lowest value gives the general setting back.
    box->setSpecialValueText(tr("general"));
    if (index.column() == int(HostColumn::Limit)) {
        box->setRange(0, ranges::PerHost.most);
        box->setAccessibleName(tr("Requests in flight at this host"));
    } else {
        box->setRange(-1, ranges::HostDelayMs.most);
        box->setSingleStep(100);
        box->setSuffix(tr(" ms"));
        box->setAccessibleName(tr("Delay between requests to this host"));
    }
    return box;
}

void HostLimitDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *box = static_cast<QSpinBox *>(editor);
    // A live update of the row must not overwrite what is being typed.
    if (box->property("filled").toBool())
        return;
    box->setProperty("filled", true);
    box->setValue(index.data(Qt::EditRole).toInt());
    box->selectAll();
}

void HostLimitDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                     const QModelIndex &index) const
{
    auto *box = static_cast<QSpinBox *>(editor);
    box->interpretText();
    model->setData(index, box->value(), Qt::EditRole);
}

void HostLimitDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                             const QModelIndex &) const
{
    QRect rect = option.rect;
    rect.setLeft(std::min(rect.left(), rect.right() - scaled(EditorWidth, option.fontMetrics)));
    editor->setGeometry(rect);
}

void HostStateDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    CalmDelegate::initStyleOption(option, index);
    const auto verdict = Verdict(index.data(HostColorRole).toInt());
    option->palette.setColor(QPalette::Text, Theme::of(option->palette).color(verdict));
}

} // namespace turnstone
