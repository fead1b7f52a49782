// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/secretquestions.h"

#include "core/types/displaytext.h"
#include "core/types/secrets.h"
#include "ui/models/rowfilter.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>
#include <iterator>

namespace turnstone {

namespace {

QString fieldText(const std::pair<QByteArray, QByteArray> &header)
{
    const QByteArray scheme = header.second.chopped(Hidden.size()).trimmed();
    return visibleLine(header.first, 100) +
           (scheme.isEmpty() ? QString() : u": " + QString::fromLatin1(scheme));
}

/// "Bearer ***" and an answer with its scheme or without.
QByteArray whole(const QByteArray &hidden, const QString &answer)
{
    const QByteArray scheme = hidden.chopped(Hidden.size());
    const QByteArray given = answer.trimmed().toUtf8();
    return given.startsWith(scheme) ? given : scheme + given;
}

} // namespace

SecretQuestions::SecretQuestions(const HeaderList &headers, const AddressList &list,
                                 const std::vector<RowId> &lacking, const std::vector<RowId> &wanted)
{
    for (qsizetype i = 0; i < headers.size(); ++i) {
        if (isHiddenHeader(headers[i].first, headers[i].second))
            m_headers.emplace_back(i, indexOf(fieldText(headers[i])));
    }
    std::vector<RowId> asked;
    std::set_intersection(lacking.begin(), lacking.end(), wanted.begin(), wanted.end(),
                          std::back_inserter(asked));
    for (const RowId row : asked)
        forEachGap(list, row, [this](int, const QString &what) { indexOf(what); });
    for (const RowId row : lacking) {
        forEachGap(list, row, [this, row](int header, const QString &what) {
            if (const auto known = m_places.constFind(what); known != m_places.cend()) {
                m_gaps.push_back({row, header, *known});
                ++m_questions[*known].rows;
            }
        });
    }
}

/// Its password (-1), and each header field of its own.
void SecretQuestions::forEachGap(const AddressList &list, RowId row, const Take &take)
{
    const QByteArrayView url = list.at(row);
    const auto at = [&url](const QString &what) {
        return QCoreApplication::translate("SecretQuestions", "%1 at %2")
            .arg(what, visibleLine(hostOf(url), 200))
            .trimmed();
    };
    if (hasHiddenUserInfo(url)) {
        const QString user = QUrl(QString::fromUtf8(url)).userName();
        take(-1, at(user == u"***" ? QString() : visibleLine(user, 100)));
    }
    const RequestSpec *own = list.request(row);
    for (int i = 0; own && i < int(own->headers.size()); ++i) {
        if (isHiddenHeader(own->headers[i].first, own->headers[i].second))
            take(i, at(fieldText(own->headers[i])));
    }
}

size_t SecretQuestions::indexOf(const QString &what)
{
    const auto known = m_places.find(what);
    if (known != m_places.end())
        return *known;
    m_places.insert(what, m_questions.size());
    m_questions.push_back({what, 0});
    return m_questions.size() - 1;
}

void SecretQuestions::answer(const QStringList &answers, HeaderList &headers, AddressList &list) const
{
    for (const auto &[index, question] : m_headers)
        headers[index].second = whole(headers[index].second, answers.at(qsizetype(question)));
    AddressChanges changes;
    for (size_t i = 0; i < m_gaps.size();) {
        const RowId row = m_gaps[i].row;
        QByteArray url = list.at(row).toByteArray();
        const RequestSpec *own = list.request(row);
        RequestSpec request = own ? *own : RequestSpec();
        for (; i < m_gaps.size() && m_gaps[i].row == row; ++i) {
            const QString &given = answers.at(qsizetype(m_gaps[i].question));
            if (m_gaps[i].header < 0)
                url = withGivenUserInfo(url, given);
            else
                request.headers[m_gaps[i].header].second =
                    whole(request.headers[m_gaps[i].header].second, given);
        }
        changes.put(row, url, own ? &request : nullptr);
    }
    list = changes.appliedTo(list);
}

} // namespace turnstone
