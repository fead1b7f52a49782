// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/xlsxsheets.h"

#include "core/report/columns.h"
#include "core/report/rowtext.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QRegularExpression>

#include <cerrno>
#include <sys/stat.h>
#include <xlsxwriter.h>

namespace turnstone {

namespace {

constexpr qsizetype MaxCellLength = 32'767;
constexpr double DaysUntil1970 = 25'569; // in the calendar of spreadsheets
constexpr double MsPerDay = 86'400'000;

/// Of a column, in characters.
double widthOf(QByteArrayView name)
{
    static const QHash<QByteArrayView, double> widths = {
        {"url", 50},          {"final_url", 30}, {"reason", 40},     {"title", 40},     {"description", 40},
        {"h1", 30},           {"status", 7},     {"started_at", 24}, {"canonical", 30}, {"verdict", 14},
        {"content_type", 16}, {"robots", 14},    {"links", 7},       {"remote_ip", 16}, {"cert_expires", 24}};
    return widths.value(name, 12);
}

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
    const QString results = QCoreApplication::translate("ExportFile", "Results");
    const QByteArray title =
        (m_sheets.empty() ? results : QString(results + u' ' + QString::number(m_sheets.size() + 1)))
            .toUtf8();
    lxw_worksheet *sheet = workbook_add_worksheet(m_workbook, title.constData());
    if (!sheet)
        return false;
    m_sheets.push_back(sheet);
    lxw_col_t column = 0;
    for (const QByteArrayView name : columnNames()) {
        worksheet_set_column(sheet, column, column, widthOf(name), nullptr);
        worksheet_write_string(sheet, 0, column, name.data(), m_header);
        ++column;
    }
    m_columns = column;
    worksheet_freeze_panes(sheet, 1, 0);
    m_row = 1;
    return true;
}

void XlsxSheets::finishSheet()
{
    if (!m_sheets.empty())
        worksheet_autofilter(m_sheets.back(), 0, 0, lxw_row_t(m_row - 1), lxw_col_t(m_columns - 1));
}

void XlsxSheets::text(QStringView value)
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

struct XlsxSheets::Cells
{
    XlsxSheets &sheets;

    void address(QByteArrayView, QByteArrayView url) { sheets.text(url); }
    void text(QByteArrayView, QStringView value) { sheets.text(value); }
    void text(QByteArrayView, QByteArrayView value) { sheets.text(value); }
    void number(QByteArrayView, qint64 value) { sheets.number(value); }
    void attempts(QByteArrayView, const FetchResult &result)
    {
        sheets.number(qint64(result.attempts.size()));
    }
    void milliseconds(QByteArrayView, qint64 us) { sheets.milliseconds(us); }
    void moment(QByteArrayView, qint64 ms) { sheets.moment(ms); }
};

void XlsxSheets::row(QByteArrayView url, const FetchResult &result)
{
    m_column = 0;
    Cells cells{*this};
    writeColumns(cells, url, result);
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
