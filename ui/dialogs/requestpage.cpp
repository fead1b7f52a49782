// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/requestpage.h"

#include "ui/models/settingscheck.h"
#include "ui/widgets/dropdown.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace turnstone {

namespace {

QPlainTextEdit *makeEditor(const QString &example)
{
    auto *edit = new QPlainTextEdit;
    edit->setTabChangesFocus(true);
    edit->setPlaceholderText(example);
    edit->setStyleSheet(
        u"QPlainTextEdit { border: 1px solid palette(mid); border-radius: 6px; padding: 3px; }"
        " QPlainTextEdit:focus { border-color: palette(link); }"_qs);
    edit->setMinimumHeight(scaled(64, edit->fontMetrics()));
    return edit;
}

} // namespace

RequestPage::RequestPage()
    : SettingsPage(tr("Request"), Effect::NextStart)
    , m_method(new DropDown)
    , m_userAgent(new QLineEdit)
    , m_headers(makeEditor(u"Accept-Language: en\nX-Name: value"_qs))
    , m_body(makeEditor(u"{\"name\": \"value\"}"_qs))
{
    m_method->setEditable(true);
    m_method->setInsertPolicy(QComboBox::NoInsert);
    m_method->addItems(
        {u"GET"_qs, u"HEAD"_qs, u"POST"_qs, u"PUT"_qs, u"PATCH"_qs, u"DELETE"_qs, u"OPTIONS"_qs});
    m_method->setFixedWidth(scaled(150, fontMetrics()));
    addField(tr("&Method"), m_method);
    addTallField(tr("&User agent"), m_userAgent);
    addTallField(tr("&Header fields"), m_headers, tr("One per line, as Name: value."));
    m_hasBody = addCheckBox(tr("Send a &body"));
    addTallField(tr("Body"), m_body, tr("Sent as UTF-8. Set Content-Type above."));

    connect(m_method, &QComboBox::currentTextChanged, this, &SettingsPage::changed);
    connect(m_userAgent, &QLineEdit::textChanged, this, &SettingsPage::changed);
    connect(m_headers, &QPlainTextEdit::textChanged, this, &SettingsPage::changed);
    connect(m_hasBody, &QCheckBox::toggled, this, &SettingsPage::changed);
    connect(m_body, &QPlainTextEdit::textChanged, this, [this] {
        m_bodyEdited = true;
        Q_EMIT changed();
    });
    connect(this, &SettingsPage::changed, this, &RequestPage::check);
}

void RequestPage::check()
{
    m_body->setEnabled(m_hasBody->isChecked());
    setError(m_method, methodProblem(m_method->currentText()));
    setError(m_userAgent, userAgentProblem(m_userAgent->text()));
    setError(m_headers, headersProblem(m_headers->toPlainText()));
}

void RequestPage::load(const CrawlSettings &crawl)
{
    m_method->setCurrentText(QString::fromLatin1(crawl.request.method));
    m_userAgent->setText(QString::fromUtf8(crawl.userAgent));
    m_userAgent->setCursorPosition(0);
    m_headers->setPlainText(headersToText(crawl.request.headers));
    m_hasBody->setChecked(crawl.request.hasBody);
    m_loadedBody = crawl.request.body;
    m_body->setPlainText(QString::fromUtf8(m_loadedBody));
    m_bodyEdited = false;
    check();
}

void RequestPage::store(CrawlSettings &crawl) const
{
    crawl.request.method = m_method->currentText().trimmed().toUpper().toLatin1();
    crawl.userAgent = m_userAgent->text().trimmed().toUtf8();
    crawl.request.headers = headersFromText(m_headers->toPlainText());
    crawl.request.hasBody = m_hasBody->isChecked();
    crawl.request.body.clear();
    if (crawl.request.hasBody)
        crawl.request.body = m_bodyEdited ? m_body->toPlainText().toUtf8() : m_loadedBody;
}

} // namespace turnstone
