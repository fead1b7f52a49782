// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/rowcollector.h"

#include "core/input/bytetext.h"
#include "core/types/secretfields.h"
#include "core/types/secrets.h"

namespace turnstone {

namespace {

constexpr qsizetype MaxInvalidBytes = 512;
constexpr size_t MaxListed = 1000;
constexpr size_t MaxShown = 8;
constexpr qsizetype MaxCharacters = 200;

/// As others may see it; hidden first, since of what is cut nobody knows what it was.
QByteArray shownText(QByteArrayView text)
{
    const QByteArray bare = withHiddenFields(withoutBlanksAround(text));
    // A password may have blanks, so first as one address.
    return boundedText(withHiddenUserInfos(withHiddenUserInfo(bare)), MaxInvalidBytes);
}

} // namespace

RowCollector::RowCollector(const AddressList &existing)
    : m_set(existing)
{}

void RowCollector::beginSource(const QString &name)
{
    m_report.sources.push_back({});
    source().name = name;
    m_error.reset();
}

void RowCollector::add(qint64 line, QByteArrayView given, const Address &address)
{
    if (address.problem == AddressProblem::None)
        addNormal(line, given, address.url);
    else
        addBad(line, given, address.problem);
}

void RowCollector::add(qint64 line, QByteArrayView given, const JsonLine &request)
{
    if (request.address.problem != AddressProblem::None)
        addBad(line, given, request.address.problem);
    else
        addNormal(line, given, request.address.url, request.ownRequest ? &request.request : nullptr);
}

void RowCollector::addNormal(qint64 line, QByteArrayView given, QByteArrayView url, const RequestSpec *own)
{
    const AddressSet::Place place = m_set.add(url, own);
    if (source().first.size() < MaxShown)
        show(line, given, url, AddressProblem::None, own);
    if (place.isNew) {
        ++m_report.found;
        ++source().found;
        return;
    }
    ++m_report.duplicates;
    ++source().duplicates;
    if (m_set.at(place.row) != url)
        note(InputNote::Kind::Respelled, line, url, m_set.at(place.row));
}

void RowCollector::addBad(qint64 line, QByteArrayView text, AddressProblem problem)
{
    ++m_report.bad;
    ++source().bad;
    const QByteArray bounded = shown(text);
    if (m_report.badLines.size() < MaxListed)
        m_report.badLines.push_back({line, shortText(bounded), problem, int(m_report.sources.size()) - 1});
    if (source().first.size() < MaxShown)
        show(line, bounded, {}, problem);
    m_set.addBad(bounded, problem);
}

void RowCollector::note(InputNote::Kind kind, qint64 line, QByteArrayView text, QByteArrayView address)
{
    ++m_report.notes;
    if (m_report.firstNotes.size() < MaxListed)
        m_report.firstNotes.push_back({kind, int(m_report.sources.size()) - 1, line, shortText(text),
                                       QString::fromUtf8(withHiddenUserInfo(address))});
}

void RowCollector::fail(const QString &sentence)
{
    if (!m_error)
        m_error = Error{Error::Code::Unreadable, sentence};
}

/// All addresses of a line show the same, however long it is.
const QByteArray &RowCollector::shown(QByteArrayView text)
{
    if (text != m_text) {
        m_text = text.toByteArray();
        m_shown = shownText(text);
    }
    return m_shown;
}

QString RowCollector::shortText(QByteArrayView text)
{
    return QString::fromUtf8(shown(text)).left(MaxCharacters);
}

void RowCollector::show(qint64 line, QByteArrayView given, QByteArrayView address, AddressProblem problem,
                        const RequestSpec *own)
{
    source().first.push_back({line, shortText(given), QString::fromUtf8(withHiddenUserInfo(address)), problem,
                              own ? QString::fromLatin1(own->method) : QString()});
}

} // namespace turnstone
