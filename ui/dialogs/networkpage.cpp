// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/networkpage.h"

#include "ui/models/settingscheck.h"
#include "ui/widgets/dropdown.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLineEdit>

#include <cmath>

namespace turnstone {

namespace {

enum ProxyKind : int { NoProxy, SystemProxy, OwnProxy };

constexpr double BytesPerKilobyte = 1e3;

} // namespace

NetworkPage::NetworkPage()
    : SettingsPage(tr("Network"), Effect::NextStart)
    , m_proxyKind(new DropDown)
    , m_proxy(new QLineEdit)
    , m_http2(new DropDown)
    , m_engine(new DropDown)
{
    m_proxyKind->addItems({tr("None"), tr("As the system says"), tr("This one")});
    m_proxy->setPlaceholderText(u"socks5://127.0.0.1:1080"_qs);
    m_http2->addItems({tr("Automatic"), tr("On"), tr("Off")});
    addField(tr("&Proxy"), m_proxyKind);
    addTallField(tr("Proxy &address"), m_proxy,
                 tr("http://host:port or socks5://host:port, with user:password@ where it asks for that. "
                    "The password is kept until the program ends and never stored."));
    addField(tr("&HTTP/2"), m_http2, tr("Automatic leaves it to the version of the engine."));
    m_engine->addItems({tr("Automatic"), tr("libcurl"), tr("Qt")});
    addField(tr("En&gine"), m_engine, tr("What fetches. Automatic is libcurl."));
    m_cookies = addCheckBox(tr("Keep and send &cookies"), tr("Within one crawl."));
    m_insecure = addCheckBox(tr("Accept any c&ertificate"),
                             tr("Anybody on the way can then read and change what is sent."));
    m_forbidPrivate =
        addCheckBox(tr("&Forbid private networks"), tr("Redirects and names that lead there are refused."));
    finish();

    connect(m_proxyKind, &QComboBox::currentIndexChanged, this, &SettingsPage::changed);
    connect(m_proxy, &QLineEdit::textChanged, this, &SettingsPage::changed);
    connect(m_http2, &QComboBox::currentIndexChanged, this, &SettingsPage::changed);
    connect(m_engine, &QComboBox::currentIndexChanged, this, &SettingsPage::changed);
    connect(m_cookies, &QCheckBox::toggled, this, &SettingsPage::changed);
    connect(m_insecure, &QCheckBox::toggled, this, &SettingsPage::changed);
    connect(m_forbidPrivate, &QCheckBox::toggled, this, &SettingsPage::changed);
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
    const bool isOwn = !crawl.proxy.isEmpty();
    m_proxyKind->setCurrentIndex(isOwn ? OwnProxy : (crawl.systemProxy ? SystemProxy : NoProxy));
    m_loadedProxy = crawl.proxy;
    m_proxy->setText(m_loadedProxy.toDisplayString()); // without the password
    m_http2->setCurrentIndex(int(crawl.http2));
    m_engine->setCurrentIndex(int(crawl.engine));
    m_cookies->setChecked(crawl.cookies);
    m_insecure->setChecked(crawl.insecure);
    m_forbidPrivate->setChecked(crawl.forbidPrivate);
    check();
}

void NetworkPage::store(CrawlSettings &crawl) const
{
    const int kind = m_proxyKind->currentIndex();
    crawl.proxy = kind == OwnProxy ? proxyFromText(m_proxy->text()) : QUrl();
    if (crawl.proxy == m_loadedProxy.adjusted(QUrl::RemovePassword))
        crawl.proxy = m_loadedProxy;
    crawl.systemProxy = kind == SystemProxy;
    crawl.http2 = Http2(m_http2->currentIndex());
    crawl.engine = Engine(m_engine->currentIndex());
    crawl.cookies = m_cookies->isChecked();
    crawl.insecure = m_insecure->isChecked();
    crawl.forbidPrivate = m_forbidPrivate->isChecked();
}

EvidencePage::EvidencePage()
    : SettingsPage(tr("Evidence"), Effect::NextStart)
    , m_keepBody(makeDecimal(double(ranges::KeepBodyBytes.least) / BytesPerKilobyte,
                             double(ranges::KeepBodyBytes.most) / BytesPerKilobyte, 1, tr(" kB")))
{
    m_keepBody->setSpecialValueText(tr("nothing"));
    m_keepHeaders =
        addCheckBox(tr("Keep &header fields"), tr("Of every request and answer, for the inspector."));
    addField(tr("Keep of each &body"), m_keepBody, tr("The beginning, for the inspector."));
    m_storeBodies = addCheckBox(tr("Keep bodies in the &project"),
                                tr("Else they are gone when the window is closed. Projects get larger."));
    m_keepSecrets =
        addCheckBox(tr("Keep s&ecrets in the project"),
                    tr("Passwords of addresses and values such as Authorization and Cookie; else it has *** "
                       "for them, and they are asked for again."));
    m_failFast = addCheckBox(tr("&Stop at the first failure"),
                             tr("The crawl ends with the first address that is not fine."));
    finish();
    connect(m_keepHeaders, &QCheckBox::toggled, this, &SettingsPage::changed);
    connect(m_storeBodies, &QCheckBox::toggled, this, &SettingsPage::changed);
    connect(m_keepSecrets, &QCheckBox::toggled, this, &SettingsPage::changed);
    connect(m_failFast, &QCheckBox::toggled, this, &SettingsPage::changed);
}

void EvidencePage::load(const CrawlSettings &crawl)
{
    m_keepHeaders->setChecked(crawl.keepHeaders);
    m_keepBody->setValue(double(crawl.keepBodyBytes) / BytesPerKilobyte);
    m_storeBodies->setChecked(crawl.storeBodies);
    m_keepSecrets->setChecked(crawl.keepSecrets);
    m_failFast->setChecked(crawl.failFast);
}

void EvidencePage::store(CrawlSettings &crawl) const
{
    crawl.keepHeaders = m_keepHeaders->isChecked();
    crawl.keepBodyBytes = std::llround(m_keepBody->value() * BytesPerKilobyte);
    crawl.storeBodies = m_storeBodies->isChecked();
    crawl.keepSecrets = m_keepSecrets->isChecked();
    crawl.failFast = m_failFast->isChecked();
}

} // namespace turnstone
