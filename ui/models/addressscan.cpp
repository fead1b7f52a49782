// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/addressscan.h"

#include "core/session/addressmerge.h"
#include "core/store/projectheader.h"

#include <QDir>

#include <utility>

namespace turnstone {

namespace {

// Small enough to notice soon that the text is no longer wanted.
constexpr qsizetype PieceChars = 256 * 1024;

AddressScan::Findings takeFindings(UrlListReader &reader, const AddressList &existing,
                                   const QString &error = {})
{
    AddressScan::Findings findings;
    findings.addresses = reader.takeAddresses();
    findings.report = reader.report();
    if (findings.report.bad > 0 && !existing.isEmpty())
        findings.addresses = withoutKnownBadLines(existing, findings.addresses);
    findings.error = error;
    if (const Outcome outcome = reader.outcome(); error.isEmpty() && !outcome)
        findings.error = outcome.error().message;
    return findings;
}

} // namespace

AddressScan::AddressScan(QObject *parent)
    : QObject(parent)
{}

void AddressScan::scanText(const QString &text, const Columns &columns)
{
    run([text, columns, existing = m_existing](const Background::Work &work) {
        UrlListReader reader(existing);
        reader.setColumn(columns.value(QString()));
        const QStringView all = text;
        for (qsizetype at = 0; at < all.size() && !work.isStopped();) {
            qsizetype length = std::min(PieceChars, all.size() - at);
            if (at + length < all.size() && all.at(at + length - 1).isHighSurrogate())
                --length;
            reader.read(all.sliced(at, length).toUtf8());
            at += length;
        }
        return takeFindings(reader, existing);
    });
}

void AddressScan::scanFiles(const QStringList &paths, const Columns &columns)
{
    run([paths, columns, existing = m_existing](const Background::Work &work) {
        UrlListReader reader(existing);
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
        return takeFindings(reader, existing, error);
    });
}

void AddressScan::run(std::function<Findings(const Background::Work &)> scan)
{
    m_background.start(std::move(scan), [this](const Findings &findings) { Q_EMIT finished(findings); });
}

} // namespace turnstone
