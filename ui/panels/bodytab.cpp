// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/bodytab.h"

#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/pictureview.h"
#include "ui/widgets/plaintextview.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace turnstone {

BodyTab::BodyTab(QWidget *parent)
    : InspectorTab(parent)
    , m_summary(new ElidedLabel)
    , m_notes(new ElidedLabel)
    , m_text(new PlainTextView)
    , m_picture(new PictureView)
    , m_views(new QStackedWidget)
{
    m_notes->setForegroundRole(QPalette::PlaceholderText);
    m_text->setAccessibleName(tr("Body"));
    m_views->addWidget(m_text);
    m_views->addWidget(m_picture);

    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, Theme::Grid, 0, 0);
    layout->setSpacing(Theme::Grid);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(2 * Theme::Grid, 0, 2 * Theme::Grid, 0);
    top->setSpacing(2 * Theme::Grid);
    top->addWidget(m_summary);
    top->addWidget(m_notes);
    top->addStretch();
    layout->addLayout(top);
    layout->addWidget(m_views, 1);
    setContent(content);
}

void BodyTab::present(const Inspected &inspected)
{
    m_background.cancel(); // a late preview never shows up at another address
    const FetchResult *result = inspected.result ? &*inspected.result : nullptr;
    if (!result || result->status() == 0)
        return showNote(result && !result->attempts.empty() ? tr("There was no answer, so there is no body.")
                                                            : notFetchedNote(inspected));
    FetchResult shown;
    shown.body = result->body;
    shown.bytes = result->bytes;
    shown.contentType = result->contentType;
    shown.facts.charset = result->facts.charset;
    m_background.start([shown = std::move(shown)](const Background::Work &) { return previewOf(shown); },
                       [this](const BodyPreview &preview) { showPreview(preview); });
}

void BodyTab::showPreview(const BodyPreview &preview)
{
    if (preview.kind == BodyPreview::Kind::Empty)
        return showNote(tr("The answer has no body."));
    if (preview.kind == BodyPreview::Kind::NotKept)
        return showNote(tr("The body was read but not kept (%1). Set how much of each body to keep in the "
                           "settings, then check the address again.")
                            .arg(preview.summary));
    m_summary->setText(preview.summary);
    m_notes->setText(preview.notes);
    m_picture->setPicture(preview.picture);
    const bool isPicture = preview.kind == BodyPreview::Kind::Picture;
    m_text->setPlainText(isPicture ? QString() : preview.text);
    m_views->setCurrentWidget(isPicture ? static_cast<QWidget *>(m_picture) : m_text);
    showContent();
}

} // namespace turnstone
