// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/diffwriter.h"

#include "core/report/jsonobject.h"
#include "core/types/secrets.h"

#include <vector>

namespace turnstone {

namespace {

constexpr QByteArrayView Header =
    "url,changes,before_run,after_run,before_verdict,after_verdict,before_status,after_status,before_title,"
    "after_title,before_final_url,after_final_url,before_redirects,after_redirects,before_content_hash,"
    "after_content_hash,before_total_ms,after_total_ms\r\n";

/// One side of a difference, ready to be written. Empty and negative: not known.
struct Side
{
    Side(RunId of, QByteArrayView url, const std::optional<HistoryEntry> &entry)
        : run(of)
    {
        if (!entry)
            return;
        verdict = verdictId(entry->verdict);
        status = entry->status ? entry->status : -1;
        title = entry->title;
        totalUs = entry->totalUs;
        if (entry->contentHash)
            contentHash = QByteArray::number(entry->contentHash, 16).rightJustified(16, '0');
        if (entry->startedAtMs < 0) // never sent
            return;
        finalUrl = entry->finalUrl.isEmpty() ? url : QByteArrayView(entry->finalUrl);
        redirects = entry->redirects;
    }

    RunId run;
    QByteArrayView verdict;
    qint64 status = -1;
    QString title;
    QByteArrayView finalUrl;
    qint64 redirects = -1;
    QByteArray contentHash;
    qint64 totalUs = -1;
};

std::vector<QByteArrayView> idsOf(Changes changes)
{
    std::vector<QByteArrayView> ids;
    for (const Change change : allChanges()) {
        if (changes.testFlag(change))
            ids.push_back(changeId(change));
    }
    return ids;
}

void number(QByteArray &out, qint64 value)
{
    out.append(',');
    if (value >= 0)
        appendNumber(out, value);
}

template <typename Text>
void text(QByteArray &out, Text value)
{
    out.append(',');
    appendCsvText(out, value);
}

void milliseconds(QByteArray &out, qint64 us)
{
    out.append(',');
    if (us >= 0)
        appendMs(out, us, 1);
}

void appendCsv(QByteArray &out, QByteArrayView url, Changes changes, const Side &before, const Side &after)
{
    appendCsvAddress(out, url);
    out.append(',');
    bool first = true;
    for (const QByteArrayView id : idsOf(changes)) {
        if (!std::exchange(first, false))
            out.append(' ');
        out.append(id);
    }
    number(out, before.run);
    number(out, after.run);
    text(out, before.verdict);
    text(out, after.verdict);
    number(out, before.status);
    number(out, after.status);
    text(out, QStringView(before.title));
    text(out, QStringView(after.title));
    text(out, before.finalUrl);
    text(out, after.finalUrl);
    number(out, before.redirects);
    number(out, after.redirects);
    text(out, QByteArrayView(before.contentHash));
    text(out, QByteArrayView(after.contentHash));
    milliseconds(out, before.totalUs);
    milliseconds(out, after.totalUs);
    out.append("\r\n");
}

void appendJson(QByteArray &out, QByteArrayView url, Changes changes, const Side &before, const Side &after)
{
    JsonObject object(out);
    object.text("url", url);
    appendArray(object.member("changes"), idsOf(changes),
                [](QByteArray &to, QByteArrayView id) { appendJsonText(to, id); });
    object.number("before_run", before.run);
    object.number("after_run", after.run);
    object.text("before_verdict", before.verdict);
    object.text("after_verdict", after.verdict);
    object.number("before_status", before.status);
    object.number("after_status", after.status);
    object.text("before_title", before.title);
    object.text("after_title", after.title);
    object.text("before_final_url", before.finalUrl);
    object.text("after_final_url", after.finalUrl);
    object.number("before_redirects", before.redirects);
    object.number("after_redirects", after.redirects);
    object.text("before_content_hash", before.contentHash);
    object.text("after_content_hash", after.contentHash);
    object.milliseconds("before_total_ms", before.totalUs);
    object.milliseconds("after_total_ms", after.totalUs);
    object.end();
    out.append('\n');
}

} // namespace

DiffWriter::DiffWriter(std::unique_ptr<TextFile> file, RunId before, RunId after, ExportFormat format)
    : m_file(std::move(file))
    , m_before(before)
    , m_after(after)
    , m_format(format)
{
    if (m_format == ExportFormat::Csv)
        m_file->buffer().append(Header);
}

Result<std::unique_ptr<DiffWriter>> DiffWriter::open(const QString &path, RunId before, RunId after,
                                                     std::optional<ExportFormat> format)
{
    const ExportTarget target(path);
    if (!format)
        format = target.isStandardOutput() ? ExportFormat::Csv : formatForFile(path);
    if (format != ExportFormat::Csv && format != ExportFormat::JsonLines) {
        Error error = target.error(QT_TRANSLATE_NOOP(
            "ExportFile",
            "Differences are written as CSV or JSON Lines. End the name of %1 in .csv or .jsonl."));
        error.code = Error::Code::Invalid;
        return error;
    }
    if (const Outcome checked = target.check(); !checked)
        return checked.error();
    Result<std::unique_ptr<TextFile>> file = TextFile::open(target);
    if (!file)
        return file.error();
    return std::unique_ptr<DiffWriter>(new DiffWriter(std::move(file).value(), before, after, *format));
}

Outcome DiffWriter::write(QByteArrayView url, const RunDifference &difference)
{
    const auto isBad = [](const auto &entry) { return entry && entry->verdict == Verdict::InvalidUrl; };
    const QByteArray shown = shownAddress(url, !isBad(difference.before) && !isBad(difference.after));
    const Side before(m_before, shown, difference.before);
    const Side after(m_after, shown, difference.after);
    const auto append = m_format == ExportFormat::Csv ? appendCsv : appendJson;
    append(m_file->buffer(), shown, difference.changes, before, after);
    return m_file->writeWhenFull();
}

} // namespace turnstone
