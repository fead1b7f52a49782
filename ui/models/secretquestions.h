// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"
#include "core/types/missingsecrets.h"

#include <QStringList>

#include <functional>
#include <vector>

namespace turnstone {

/// What has to be asked before settings and addresses can be used that have `***` for secrets: each header
/// field of all requests, each user of a host, each header field that addresses of a host have of their own.
class SecretQuestions final
{
public:
    struct Question
    {
        QString what;    ///< "Authorization: Bearer", "tide at 127.0.0.1:8080"
        qint64 rows = 0; ///< addresses that wait for the answer; 0: all do
    };

    SecretQuestions() = default;
    /// `lacking`: the rows of the list that lacksSecret(); only what those of them need that are `wanted` is
    /// asked, and all are given it. Both in ascending order.
    SecretQuestions(const HeaderList &headers, const AddressList &list, const std::vector<RowId> &lacking,
                    const std::vector<RowId> &wanted);
    /// Of all of them.
    SecretQuestions(const HeaderList &headers, const AddressList &list, const std::vector<RowId> &lacking)
        : SecretQuestions(headers, list, lacking, lacking)
    {}

    const std::vector<Question> &all() const { return m_questions; }
    bool isEmpty() const { return m_questions.empty(); }
    /// One answer for each question, none of them empty, put where it is wanted.
    void answer(const QStringList &answers, HeaderList &headers, AddressList &list) const;

private:
    using Take = std::function<void(int header, const QString &what)>;
    static void forEachGap(const AddressList &list, RowId row, const Take &take);
    size_t indexOf(const QString &what);

    std::vector<Question> m_questions;
    QHash<QString, size_t> m_places;
    struct Gap
    {
        RowId row;
        int header; ///< of its own; -1: its password
        size_t question;
    };
    std::vector<Gap> m_gaps;
    std::vector<std::pair<qsizetype, size_t>> m_headers; // and their questions
};

} // namespace turnstone
