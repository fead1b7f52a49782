// SPDX-License-Identifier: GPL-3.0-or-later
// What a session lacks to fetch its list, and how it gets that.
#include "core/types/missingsecrets.h"
#include "core/types/secrets.h"
#include "ui/session/crawlsession.h"

#include <utility>

namespace turnstone {

QString CrawlSession::shownAddress(RowId row) const
{
    return QString::fromUtf8(turnstone::shownAddress(m_list.addresses.at(row),
                                                     m_list.addresses.problem(row) == AddressProblem::None));
}

QString CrawlSession::hostOfRow(RowId row) const
{
    return QString::fromUtf8(hostOf(m_list.addresses.at(row)));
}

bool CrawlSession::lacksSecrets() const
{
    return !m_list.lacking.empty() || hasHiddenHeader(settings().request.headers);
}

/// Of the rows from there on.
void CrawlSession::noteSecrets(RowId first)
{
    for (RowId row = first; row < RowId(m_list.addresses.size()); ++row) {
        if (lacksSecret(m_list.addresses, row))
            m_list.lacking.push_back(row);
    }
}

SecretQuestions CrawlSession::missingSecrets() const
{
    return SecretQuestions(settings().request.headers, m_list.addresses, m_list.lacking);
}

void CrawlSession::giveSecrets(const SecretQuestions &questions, const QStringList &answers)
{
    if (isActive() || questions.isEmpty())
        return;
    CrawlSettings filled = settings();
    AddressList addresses = m_list.addresses;
    questions.answer(answers, filled.request.headers, addresses);
    if (!m_list.lacking.empty())
        changeAddresses(addresses);
    setSettings(filled);
}

/// Their secrets.
void CrawlSession::changeAddresses(const AddressList &addresses)
{
    m_list.addresses = addresses;
    m_table.setAddresses(m_list.addresses);
    m_list.sent = 0; // the crawler knows them without
    m_list.lacking.clear();
    noteSecrets(0);
}

/// Takes secrets that rows lack; what is left is new.
AddressList CrawlSession::fillFrom(const AddressList &given)
{
    if (m_list.lacking.empty() || isActive())
        return given;
    SecretRows rows(m_list.addresses);
    AddressBlockBuilder left;
    for (RowId row = 0; row < RowId(given.size()); ++row) {
        if (!rows.take(given, row))
            left.addRow(given, row);
    }
    changeAddresses(rows.filled(m_list.addresses));
    AddressList fresh;
    fresh.append(std::move(left).build());
    return fresh;
}

} // namespace turnstone
