// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/networkpage.h"

#include "ui/models/settingscheck.h"
#include "ui/widgets/dropdown.h"

#include <QDoubleSpinBox>
#include <QLineEdit>

#include <cmath>

namespace turnstone {

namespace {

enum ProxyKind { NoProxy, SystemProxy, OwnProxy };

constexpr double BytesPerKilobyte = 1e3;

} // namespace

NetworkPage::NetworkPage()
    : SettingsPage(tr("Network"), Effect::NextStart)
    , m_proxyKind(new DropDown)
    , m_proxy(new QLineEdit)
{
    m_proxyKind->addItems({tr("None"), tr("System proxy"), tr("Custom")});
    m_proxy->setPlaceholderText(u"socks5://127.0.0.1:1080"_qs);
    addField(tr("&Proxy"), m_proxyKind);
    addTallField(tr("Proxy &address"), m_proxy,
                 tr("http://host:port or socks5://host:port, with user:password@ if it needs a login. The "
                    "password is kept until the program ends and is never stored."));
    addChoice(tr("&HTTP/2"), &CrawlSettings::http2, {tr("Automatic"), tr("On"), tr("Off")},
              tr("Automatic depends on the version of the engine."));
    addChoice(tr("En&gine"), &CrawlSettings::engine, {tr("Automatic"), tr("libcurl"), tr("Qt")},
              tr("What fetches the pages. Automatic is libcurl."));
    addSwitch(tr("Keep and send &cookies"), &CrawlSettings::cookies, tr("Within one crawl."));
    addSwitch(tr("Accept any c&ertificate"), &CrawlSettings::insecure,
              tr("Anyone on the way can then read and change what is sent."));
    addSwitch(tr("&Forbid private networks"), &CrawlSettings::forbidPrivate,
              tr("Redirects and names that lead there are refused."));
    finish();

    connect(m_proxyKind, &QComboBox::currentIndexChanged, this, &SettingsPage::changed);
    connect(m_proxy, &QLineEdit::textChanged, this, &SettingsPage::changed);
    connect(this, &SettingsPage::changed, this, &NetworkPage::check);
}

void NetworkPage::check()
{
    const bool isOwn = m_proxyKind->currentIndex() == OwnProxy;
    m_proxy->setEnabled(isOwn);
    if (isOwn && m_proxy->text().trimmed().isEmpty())
        setError(m_proxy, tr("Enter the address of the proxy."));
    else
        setError(m_proxy, isOwn ? proxyProblem(m_proxy->text()) : QString());
}

void NetworkPage::load(const CrawlSettings &crawl)
{
    SettingsPage::load(crawl);
    const bool isOwn = !crawl.proxy.isEmpty();
    m_proxyKind->setCurrentIndex(isOwn ? OwnProxy : (crawl.systemProxy ? SystemProxy : NoProxy));
    m_loadedProxy = crawl.proxy;
    m_proxy->setText(m_loadedProxy.toDisplayString()); // without the password
    check();
}

void NetworkPage::store(CrawlSettings &crawl) const
{
    SettingsPage::store(crawl);
    const int kind = m_proxyKind->currentIndex();
    crawl.proxy = kind == OwnProxy ? proxyFromText(m_proxy->text()) : QUrl();
    if (crawl.proxy == m_loadedProxy.adjusted(QUrl::RemovePassword))
        crawl.proxy = m_loadedProxy;
    crawl.systemProxy = kind == SystemProxy;
}

EvidencePage::EvidencePage()
    : SettingsPage(tr("Evidence"), Effect::NextStart)
{
    addSwitch(tr("Keep &header fields"), &CrawlSettings::keepHeaders,
              tr("Of every request and answer, for the inspector."));
    QDoubleSpinBox *body = makeDecimal(double(ranges::KeepBodyBytes.least) / BytesPerKilobyte,
                                       double(ranges::KeepBodyBytes.most) / BytesPerKilobyte, 1, tr(" kB"));
    body->setSpecialValueText(tr("nothing"));
    addField(tr("&Body to keep"), body, tr("The beginning of each body, for the inspector."));
    bind([body](
             const CrawlSettings &crawl) { body->setValue(double(crawl.keepBodyBytes) / BytesPerKilobyte); },
         [body](CrawlSettings &crawl) {
             crawl.keepBodyBytes = std::llround(body->value() * BytesPerKilobyte);
         });
    addSwitch(tr("Keep bodies in the &project"), &CrawlSettings::storeBodies,
              tr("Otherwise they are lost when the window is closed. Projects get larger."));
    addSwitch(tr("Keep s&ecrets in the project"), &CrawlSettings::keepSecrets,
              tr("Passwords in addresses and values such as Authorization and Cookie. Otherwise the project "
                 "has *** in their place, and Turnstone asks for them again."));
    addSwitch(tr("&Stop at the first failure"), &CrawlSettings::failFast,
              tr("The crawl ends at the first address that is not fine."));
    finish();
}

} // namespace turnstone
