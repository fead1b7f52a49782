// SPDX-License-Identifier: GPL-3.0-or-later
// What a session lacks to fetch its list, and how it gets that.
#include "core/types/missingsecrets.h"
#include "core/types/secrets.h"
#include "ui/session/crawlsession.h"

#include <utility>

namespace turnstone {

QString CrawlSession::shownAddress(RowId row) const
{
    return QString::fromUtf8(
        turnstone::shownAddress(m_addresses.at(row), m_addresses.problem(row) == AddressProblem::None));
}

bool CrawlSession::lacksSecrets() const
{
    return !m_lacking.empty() || hasHiddenHeader(m_settings.request.headers);
}

/// Of the rows from there on.
void CrawlSession::noteSecrets(RowId first)
{
    for (RowId row = first; row < RowId(m_addresses.size()); ++row) {
        if (lacksSecret(m_addresses, row))
            m_lacking.push_back(row);
    }
}

SecretQuestions CrawlSession::missingSecrets() const
{
    return SecretQuestions(m_settings.request.headers, m_addresses, m_lacking);
}

void CrawlSession::giveSecrets(const SecretQuestions &questions, const QStringList &answers)
{
    if (isActive() || questions.isEmpty())
        return;
    CrawlSettings settings = m_settings;
    AddressList addresses = m_addresses;
    questions.answer(answers, settings.request.headers, addresses);
    if (!m_lacking.empty())
        changeAddresses(addresses);
    replaceSettings(settings);
}

/// Their secrets.
void CrawlSession::changeAddresses(const AddressList &addresses)
{
    m_addresses = addresses;
    m_table.setAddresses(m_addresses);
    m_sent = 0; // the crawler knows them without
    m_lacking.clear();
    noteSecrets(0);
}

/// Takes secrets that rows lack; what is left is new.
AddressList CrawlSession::fillFrom(const AddressList &given)
{
    if (m_lacking.empty() || isActive())
        return given;
    SecretRows rows(m_addresses);
    AddressBlockBuilder left;
    for (RowId row = 0; row < RowId(given.size()); ++row) {
        if (!rows.take(given, row))
            left.addRow(given, row);
    }
    changeAddresses(rows.filled(m_addresses));
    AddressList fresh;
    fresh.append(std::move(left).build());
    return fresh;
}

} // namespace turnstone
