// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/overviewtab.h"

#include "core/types/displaytext.h"
#include "ui/models/connectiontext.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStyle>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int LeastPage = 380; // beside text of 13 pixels: its texts are the last to give way
constexpr qsizetype LongestFact = 4'000;

QString timeOrNothing(qint64 microseconds)
{
    return microseconds < 0 ? QString() : durationText(microseconds);
}

} // namespace

OverviewTab::OverviewTab(QWidget *parent)
    : InspectorTab(parent)
    , m_page(new FactGrid(FactGrid::Values::Text))
    , m_answer(new FactGrid(FactGrid::Values::Text))
    , m_times(new FactGrid(FactGrid::Values::Numbers))
{
    m_page->addFact(u"note"_qs, tr("Note"));
    m_page->addFact(u"address"_qs, tr("Address"));
    m_page->addFact(u"final"_qs, tr("Final address"));
    m_page->addFact(u"title"_qs, tr("Title"));
    m_page->addFact(u"description"_qs, tr("Description"));
    m_page->addFact(u"h1"_qs, tr("Heading"));
    m_page->addFact(u"canonical"_qs, tr("Canonical"));
    m_page->addFact(u"robots"_qs, tr("Robots"));
    m_page->addFact(u"links"_qs, tr("Links"));

    m_answer->addFact(u"status"_qs, tr("Status"));
    m_answer->addFact(u"error"_qs, tr("Error"));
    m_answer->addFact(u"type"_qs, tr("Type"));
    m_answer->addFact(u"charset"_qs, tr("Encoding"));
    m_answer->addFact(u"size"_qs, tr("Size"));
    m_answer->addFact(u"http"_qs, tr("Protocol"));
    m_answer->addFact(u"tries"_qs, tr("Attempts"));
    m_answer->addFact(u"started"_qs, tr("Started"));
    m_answer->addFact(u"peer"_qs, tr("Server"));
    m_answer->addFact(u"connection"_qs, tr("Connection"));
    m_answer->addFact(u"cipher"_qs, tr("Cipher"));
    m_answer->addFact(u"certificate"_qs, tr("Certificate"));
    m_answer->addFact(u"issuer"_qs, tr("Issued by"));
    m_answer->addFact(u"names"_qs, tr("Valid for"));
    m_answer->addFact(u"expires"_qs, tr("Expires"));

    m_times->addFact(u"redirects"_qs, tr("Redirects"));
    m_times->addFact(u"lookup"_qs, tr("Name look-up"));
    m_times->addFact(u"connect"_qs, tr("Connect"));
    m_times->addFact(u"tls"_qs, tr("TLS"));
    m_times->addFact(u"ttfb"_qs, tr("First byte"));
    m_times->addFact(u"download"_qs, tr("Download"));
    m_times->addFact(u"total"_qs, tr("Total of the last attempt"));
    m_times->addLine();
    m_times->addFact(u"queue"_qs, tr("Wait for its turn"));
    m_times->addFact(u"pauses"_qs, tr("Pauses between attempts"));

    auto *facts = new QWidget;
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight, facts);
    m_columns->setContentsMargins(2 * Theme::Grid, Theme::Grid, 2 * Theme::Grid, Theme::Grid);
    m_columns->setSpacing(4 * Theme::Grid);
    m_columns->addWidget(m_page, 0, Qt::AlignTop);
    m_evidence = new QHBoxLayout;
    m_evidence->setSpacing(4 * Theme::Grid);
    // A time is never cut; there is nothing behind it to be told by a tool tip.
    const QString widest = tr("Encoding") + QStringLiteral("8888-88-88 88:88:88.888");
    m_answer->setMinimumWidth(fontMetrics().horizontalAdvance(widest) + 4 * Theme::Grid);
    m_evidence->addWidget(m_answer, 1, Qt::AlignTop);
    m_evidence->addWidget(m_times, 0, Qt::AlignTop);
    m_columns->addLayout(m_evidence);

    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(facts);
    setContent(scroll);
}

void OverviewTab::resizeEvent(QResizeEvent *event)
{
    InspectorTab::resizeEvent(event);
    arrange();
}

/// The page above its answer where there is no room beside it, and the answer above its times.
void OverviewTab::arrange()
{
    const int answer = m_answer->minimumWidth() + 4 * Theme::Grid + m_times->minimumSizeHint().width();
    const QMargins margins = m_columns->contentsMargins();
    const int around = margins.left() + margins.right() + style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const bool isNarrow = width() < scaled(LeastPage, fontMetrics()) + answer + 4 * Theme::Grid + around;
    const bool isNarrowest = width() < answer + around;
    m_evidence->setDirection(isNarrowest ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_evidence->setSpacing((isNarrowest ? 1 : 4) * Theme::Grid);
    m_evidence->setStretch(0, isNarrowest ? 0 : 1);
    m_evidence->setStretch(1, isNarrowest ? 1 : 0);
    m_columns->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_columns->setSpacing((isNarrow ? 1 : 4) * Theme::Grid);
    m_columns->setStretch(0, isNarrow ? 0 : 5); // of the height nothing is left between them
    m_columns->setStretch(1, isNarrow ? 1 : 4);
}

void OverviewTab::present(const Inspected &inspected)
{
    if (!inspected.result)
        return showNote(notFetchedNote(inspected));
    presentPage(inspected);
    presentAnswer(*inspected.result);
    presentConnection(inspected.result->lastHop());
    presentTimes(*inspected.result);
    arrange();
    showContent();
}

void OverviewTab::presentPage(const Inspected &inspected)
{
    const PageFacts &facts = inspected.result->facts;
    const auto set = [this](const QString &id, const QString &text) {
        m_page->setFact(id, visibleLine(text, LongestFact));
    };
    const Hop *last = inspected.result->lastHop();
    const QString final = last ? QString::fromUtf8(last->url) : QString();
    set(u"note"_qs, inspected.note);
    set(u"address"_qs, inspected.address);
    set(u"final"_qs, inspected.result->redirects() > 0 ? final : QString());
    set(u"title"_qs, facts.title);
    set(u"description"_qs, facts.description);
    set(u"h1"_qs, facts.h1);
    set(u"canonical"_qs, facts.canonical);
    set(u"robots"_qs, facts.robots);
    set(u"links"_qs, facts.links ? countText(facts.links) : QString());
}

void OverviewTab::presentAnswer(const FetchResult &result)
{
    const Hop *last = result.lastHop();
    const FetchAttempt *attempt = result.lastAttempt();
    const auto set = [this](const QString &id, const QString &text) {
        m_answer->setFact(id, visibleLine(text, LongestFact));
    };
    set(u"status"_qs, last && last->status ? statusText(last->status, last->reasonPhrase) : QString());
    set(u"error"_qs, attempt ? attempt->errorText : QString());
    set(u"type"_qs, QString::fromLatin1(result.contentType));
    set(u"charset"_qs, result.facts.charset);
    set(u"size"_qs, last && last->status ? bytesText(result.bytes) : QString());
    set(u"http"_qs, protocolText(result.httpVersion, last));
    set(u"tries"_qs, countText(qint64(result.attempts.size())));
    set(u"started"_qs, attempt && attempt->startedAtMs()
                           ? QDateTime::fromMSecsSinceEpoch(attempt->startedAtMs())
                                 .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"))
                           : QString());
}

void OverviewTab::presentConnection(const Hop *hop)
{
    static const ConnectionFacts noConnection;
    static const CertificateFacts noCertificate;
    const ConnectionFacts &facts = hop && hop->connection ? *hop->connection : noConnection;
    const CertificateFacts &certificate = facts.certificate ? *facts.certificate : noCertificate;
    const auto set = [this](const QString &id, const QString &text) {
        m_answer->setFact(id, visibleLine(text, LongestFact));
    };
    set(u"peer"_qs, QString::fromLatin1(facts.remoteAddress));
    const bool isKnown = hop && hop->reused;
    set(u"connection"_qs, !isKnown ? QString() : *hop->reused ? tr("used before") : tr("new"));
    set(u"cipher"_qs, QString::fromLatin1(facts.cipher));
    set(u"certificate"_qs, certificate.subject);
    set(u"issuer"_qs, certificate.issuer);
    set(u"names"_qs, certificate.names.join(QStringLiteral(", ")));
    set(u"expires"_qs, expiryText(certificate));
}

void OverviewTab::presentTimes(const FetchResult &result)
{
    const FetchAttempt *attempt = result.lastAttempt();
    const Hop *last = result.lastHop();
    const Phases phases = last ? last->phases : Phases();
    const auto set = [this](const QString &id, qint64 microseconds) {
        m_times->setFact(id, timeOrNothing(microseconds));
    };
    qint64 queued = 0;
    qint64 pauses = 0;
    for (size_t i = 0; i < result.attempts.size(); ++i) {
        const FetchAttempt &tried = result.attempts[i];
        const qint64 turn = tried.hops.empty() ? 0 : tried.hops.front().queuedUs;
        if (i == 0)
            queued += std::max(turn, tried.waitUs);
        else
            pauses += tried.waitUs;
    }
    set(u"redirects"_qs, result.redirects() > 0 ? attempt->totalUs() - phases.totalUs : -1);
    set(u"lookup"_qs, phases.lookupUs);
    set(u"connect"_qs, phases.connectUs < 0 || phases.tlsUs < 0
                           ? phases.connectUs
                           : std::max<qint64>(phases.connectUs - phases.tlsUs, 0));
    set(u"tls"_qs, phases.tlsUs);
    set(u"ttfb"_qs, phases.ttfbUs);
    set(u"download"_qs, phases.downloadUs);
    set(u"total"_qs, last ? attempt->totalUs() : -1);
    set(u"queue"_qs, attempt ? queued : -1);
    set(u"pauses"_qs, result.attempts.size() > 1 ? pauses : -1);
}

} // namespace turnstone
