// SPDX-License-Identifier: GPL-3.0-or-later
// What a session lacks to fetch its list, and how it gets that.
#include "core/session/addressmerge.h"
#include "core/session/runsettings.h"
#include "core/types/missingsecrets.h"
#include "core/types/secrets.h"
#include "ui/session/crawlsession.h"

#include <algorithm>
#include <iterator>
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

/// `rows` in ascending order. Others may lack theirs: nobody asks for them.
bool CrawlSession::lacksSecrets(const std::vector<RowId> &rows) const
{
    const auto isLacking = [this](RowId row) {
        return std::binary_search(m_list.lacking.begin(), m_list.lacking.end(), row);
    };
    return hasHiddenHeader(settings().request.headers) || lacksProxyKey(settings()) ||
           (!m_list.lacking.empty() && std::any_of(rows.begin(), rows.end(), isLacking));
}

/// Of the list as it is now.
std::vector<RowId> CrawlSession::listedLacking() const
{
    std::vector<RowId> rows;
    std::copy_if(m_list.lacking.begin(), m_list.lacking.end(), std::back_inserter(rows),
                 [this](RowId row) { return !m_table.rows().isRemoved(row); });
    return rows;
}

/// Of the rows from there on.
void CrawlSession::noteSecrets(RowId first)
{
    const std::vector<RowId> lacking = rowsLackingSecret(m_list.addresses, first);
    m_list.lacking.insert(m_list.lacking.end(), lacking.begin(), lacking.end());
}

SecretQuestions CrawlSession::missingSecrets() const
{
    return SecretQuestions(settings().request.headers, m_list.addresses, listedLacking());
}

SecretQuestions CrawlSession::missingSecrets(std::vector<RowId> rows) const
{
    std::sort(rows.begin(), rows.end());
    return SecretQuestions(settings().request.headers, m_list.addresses, listedLacking(), rows);
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
    const FilledAddresses filled = fillSecrets(m_list.addresses, given, m_table.rows().removedRows());
    changeAddresses(filled.addresses);
    return filled.left;
}

} // namespace turnstone
