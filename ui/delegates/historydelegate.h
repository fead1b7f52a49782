// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/calmdelegate.h"

namespace turnstone {

/// HistoryVerdictRole as shape, word and colour.
class HistoryVerdictDelegate final : public CalmDelegate
{
    Q_OBJECT

public:
    using CalmDelegate::CalmDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

/// Text that stands out where HistoryEmphasisRole says so; `quiet` steps back where it does not.
class HistoryTextDelegate final : public CalmDelegate
{
    Q_OBJECT

public:
    explicit HistoryTextDelegate(bool quiet, QObject *parent = nullptr)
        : CalmDelegate(parent)
        , m_quiet(quiet)
    {}

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    bool m_quiet;
};

} // namespace turnstone
