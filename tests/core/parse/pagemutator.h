// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <random>

namespace turnstone {

/// Damages pages the way transfers, templates and people do: the same seed gives the same damage.
class PageMutator final
{
public:
    PageMutator(QList<QByteArray> pages, quint32 seed)
        : m_pages(std::move(pages))
        , m_random(seed)
    {}

    /// A page with one to five changes.
    QByteArray next();

private:
    int below(qsizetype bound) { return int(m_random() % quint32(bound)); }
    const QByteArray &anyPage() { return m_pages.at(below(m_pages.size())); }
    QByteArray anyTag(const QByteArray &page, qsizetype *at);
    void change(QByteArray &page);

    QList<QByteArray> m_pages;
    std::mt19937 m_random;
};

} // namespace turnstone
