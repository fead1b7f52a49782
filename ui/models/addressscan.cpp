// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/addressscan.h"

#include "core/input/addressset.h"
#include "core/session/addressmerge.h"
#include "core/store/projectheader.h"

#include <QDir>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

// Small enough to notice soon that the text is no longer wanted.
constexpr qsizetype PieceChars = 256 * 1024;

constexpr qsizetype BlockBytes = 16 * 1024 * 1024;

/// The rows for which this holds, as they are in the list.
template <typename Holds>
AddressList partOf(const AddressList &list, const Holds &holds)
{
    AddressList part;
    AddressBlockBuilder builder;
    for (RowId row = 0; row < RowId(list.size()); ++row) {
        if (holds(row))
            builder.addRow(list, row);
        if (builder.textBytes() >= BlockBytes)
            part.append(std::exchange(builder, AddressBlockBuilder()).build());
    }
    part.append(std::move(builder).build());
    return part;
}

} // namespace

void AddressScan::setExisting(const AddressList &existing, std::vector<RowId> removed)
{
    m_existing = {existing, std::move(removed)};
}

AddressList AddressScan::Existing::listed() const
{
    if (removed.empty())
        return addresses;
    return partOf(addresses,
                  [this](RowId row) { return !std::binary_search(removed.begin(), removed.end(), row); });
}

/// What had been removed is no new address.
AddressScan::Findings AddressScan::Existing::findingsOf(UrlListReader &reader, const QString &error) const
{
    Findings findings;
    findings.addresses = reader.takeAddresses();
    findings.report = reader.report();
    if (findings.report.bad > 0 && !addresses.isEmpty())
        findings.addresses = withoutKnownBadLines(addresses, findings.addresses, removed);
    findings.error = error;
    if (const Outcome outcome = reader.outcome(); error.isEmpty() && !outcome)
        findings.error = outcome.error().message;
    if (removed.empty())
        return findings;
    const AddressList found = findings.addresses;
    AddressSet gone(partOf(
        addresses, [this](RowId row) { return std::binary_search(removed.begin(), removed.end(), row); }));
    std::vector<bool> isKnown(size_t(found.size()));
    for (RowId row = 0; row < RowId(found.size()); ++row) {
        if (found.problem(row) != AddressProblem::None)
            continue;
        const AddressSet::Place place = gone.add(found.at(row), found.request(row));
        isKnown[row] = place.row < removed.size();
        if (isKnown[row])
            findings.back.push_back(removed[place.row]);
    }
    if (!findings.back.empty())
        findings.addresses = partOf(found, [&isKnown](RowId row) { return !isKnown[row]; });
    return findings;
}

AddressScan::AddressScan(QObject *parent)
    : QObject(parent)
{}

void AddressScan::scanText(const QString &text, const Columns &columns)
{
    run([text, columns, existing = m_existing](const Background::Work &work) {
        UrlListReader reader(existing.listed());
        reader.setColumn(columns.value(QString()));
        const QStringView all = text;
        for (qsizetype at = 0; at < all.size() && !work.isStopped();) {
            qsizetype length = std::min(PieceChars, all.size() - at);
            if (at + length < all.size() && all.at(at + length - 1).isHighSurrogate())
                --length;
            reader.read(all.sliced(at, length).toUtf8());
            at += length;
        }
        return existing.findingsOf(reader);
    });
}

void AddressScan::scanFiles(const QStringList &paths, const Columns &columns)
{
    run([paths, columns, existing = m_existing](const Background::Work &work) {
        UrlListReader reader(existing.listed());
        QString error;
        for (const QString &path : paths) {
            if (work.isStopped() || !error.isEmpty())
                break;
            // Whoever reads the file of a project that is open here takes its locks away (OpenFile).
            if (isProjectFile(path)) {
                error =
                    tr("%1 is a project, not a list. Open it by itself.").arg(QDir::toNativeSeparators(path));
                break;
            }
            reader.setColumn(columns.value(QDir::toNativeSeparators(path)));
            const Outcome outcome = reader.readFile(path);
            error = outcome ? QString() : outcome.error().message;
        }
        return existing.findingsOf(reader, error);
    });
}

void AddressScan::run(std::function<Findings(const Background::Work &)> scan)
{
    m_background.start(std::move(scan), [this](const Findings &findings) { Q_EMIT finished(findings); });
}

} // namespace turnstone
