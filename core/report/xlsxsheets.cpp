// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/xlsxsheets.h"

#include "core/report/rowtext.h"
#include "core/report/xmltext.h"
#include "core/types/rownumbers.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>

#include <cerrno>
#include <sys/stat.h>
#include <xlsxwriter.h>

namespace turnstone {

namespace {

constexpr qsizetype MaxCellLength = 32'767;
constexpr double DaysUntil1970 = 25'569; // in the calendar of spreadsheets
constexpr double MsPerDay = 86'400'000;

/// In characters, in the order of ColumnNames.
constexpr std::array<double, ColumnNames.size()> Widths = {50, 30, 14, 7,  40, 40, 16, 10, 10, 9,  9, 11,
                                                           11, 9,  12, 10, 24, 12, 40, 30, 30, 14, 7};

/// "_x0041_" inside a text would be read as the character of that number.
QString withoutEscapes(QString text)
{
    static const QRegularExpression escape(QStringLiteral("_(x[0-9A-Fa-f]{4}_)"));
    if (text.contains(QLatin1StringView("_x")))
        text.replace(escape, QStringLiteral("_x005F_\\1"));
    return text;
}

QString fitting(QString text)
{
    if (text.size() <= MaxCellLength)
        return text;
    text.truncate(MaxCellLength - 1);
    if (text.back().isHighSurrogate())
        text.chop(1);
    return text + u'\u2026';
}

} // namespace

XlsxSheets::XlsxSheets(const QString &path, const QString &folder, int rowsPerSheet)
    : m_rowsPerSheet(rowsPerSheet)
    , m_folder(QFile::encodeName(folder))
{
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = m_folder.data();
    options.use_zip64 = LXW_TRUE;
    m_workbook = workbook_new_opt(QFile::encodeName(path).constData(), &options);
    m_header = workbook_add_format(m_workbook);
    format_set_bold(m_header);
    m_milliseconds = workbook_add_format(m_workbook);
    format_set_num_format(m_milliseconds, "0.0");
    m_moment = workbook_add_format(m_workbook);
    format_set_num_format(m_moment, "yyyy-mm-dd hh:mm:ss.000");
}

XlsxSheets::~XlsxSheets()
{
    if (m_workbook)
        lxw_workbook_free(m_workbook);
}

bool XlsxSheets::addSheet()
{
    finishSheet();
    const QString name = QCoreApplication::translate("ExportFile", "Results");
    const QByteArray title =
        (m_sheets.empty() ? name : QString(name + u' ' + QString::number(m_sheets.size() + 1))).toUtf8();
    lxw_worksheet *sheet = workbook_add_worksheet(m_workbook, title.constData());
    if (!sheet)
        return false;
    m_sheets.push_back(sheet);
    for (size_t i = 0; i < ColumnNames.size(); ++i) {
        worksheet_set_column(sheet, lxw_col_t(i), lxw_col_t(i), Widths[i], nullptr);
        worksheet_write_string(sheet, 0, lxw_col_t(i), ColumnNames[i].data(), m_header);
    }
    worksheet_freeze_panes(sheet, 1, 0);
    m_row = 1;
    return true;
}

void XlsxSheets::finishSheet()
{
    if (!m_sheets.empty())
        worksheet_autofilter(m_sheets.back(), 0, 0, lxw_row_t(m_row - 1), lxw_col_t(ColumnNames.size() - 1));
}

void XlsxSheets::text(const QString &value)
{
    if (!value.isEmpty())
        worksheet_write_string(m_sheets.back(), lxw_row_t(m_row), m_column,
                               fitting(withoutEscapes(xmlText(value))).toUtf8().constData(), nullptr);
    ++m_column;
}

void XlsxSheets::text(QByteArrayView value)
{
    text(xmlText(value));
}

void XlsxSheets::number(qint64 value)
{
    if (value >= 0)
        worksheet_write_number(m_sheets.back(), lxw_row_t(m_row), m_column, double(value), nullptr);
    ++m_column;
}

void XlsxSheets::milliseconds(qint64 us)
{
    if (us >= 0)
        worksheet_write_number(m_sheets.back(), lxw_row_t(m_row), m_column, double(us) / 1000,
                               m_milliseconds);
    ++m_column;
}

void XlsxSheets::moment(qint64 ms)
{
    if (ms >= 0)
        worksheet_write_number(m_sheets.back(), lxw_row_t(m_row), m_column,
                               double(ms) / MsPerDay + DaysUntil1970, m_moment);
    ++m_column;
}

void XlsxSheets::row(QByteArrayView url, const FetchResult &result)
{
    const RowNumbers numbers(result);
    const Hop *hop = result.lastHop();
    m_column = 0;
    text(url);
    text(QByteArrayView(hop ? hop->url : QByteArray()));
    text(QByteArrayView(verdictId(result.verdict)));
    number(numbers.status);
    text(result.reason);
    text(result.facts.title);
    text(QByteArrayView(result.contentType));
    text(result.facts.charset);
    number(numbers.bytes);
    number(numbers.attempts);
    number(numbers.redirects);
    milliseconds(numbers.queuedUs);
    milliseconds(numbers.connectUs);
    milliseconds(numbers.ttfbUs);
    milliseconds(numbers.downloadUs);
    milliseconds(numbers.totalUs);
    moment(numbers.startedAtMs);
    text(QByteArrayView(result.httpVersion));
    text(result.facts.description);
    text(result.facts.h1);
    text(result.facts.canonical);
    text(result.facts.robots);
    number(numbers.links);
    ++m_row;
}

int XlsxSheets::writeError()
{
    for (lxw_worksheet *sheet : m_sheets) {
        std::FILE *file = sheet->optimize_tmpfile;
        if (std::ferror(file) == 0)
            continue;
        errno = 0; // what it was is forgotten by now; another byte meets the same wall
        if (std::fputc(' ', file) == EOF || std::fflush(file) != 0)
            return errno ? errno : EIO;
        return EIO;
    }
    return 0;
}

qint64 XlsxSheets::temporaryBytes()
{
    qint64 bytes = 0;
    for (lxw_worksheet *sheet : m_sheets) {
        std::fflush(sheet->optimize_tmpfile);
        struct stat status
        {};
        if (::fstat(::fileno(sheet->optimize_tmpfile), &status) == 0)
            bytes += status.st_size;
    }
    return bytes;
}

XlsxSheets::Closed XlsxSheets::close()
{
    finishSheet();
    errno = 0;
    const lxw_error error = workbook_close(std::exchange(m_workbook, nullptr));
    return {error == LXW_NO_ERROR, errno, QString::fromUtf8(lxw_strerror(error))};
}

} // namespace turnstone
