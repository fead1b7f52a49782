// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "ui/models/bodypreview.h"
#include "ui/panels/inspectortab.h"

class QStackedWidget;

namespace turnstone {

class ElidedLabel;
class PictureView;
class PlainTextView;

/// The beginning of the body, decoded outside the GUI thread.
class BodyTab final : public InspectorTab
{
    Q_OBJECT

public:
    explicit BodyTab(QWidget *parent = nullptr);

    void present(const Inspected &inspected) override;

private:
    void showPreview(const BodyPreview &preview);

    ElidedLabel *m_summary;
    ElidedLabel *m_notes;
    PlainTextView *m_text;
    PictureView *m_picture;
    QStackedWidget *m_views;
    Background m_background;
};

} // namespace turnstone
