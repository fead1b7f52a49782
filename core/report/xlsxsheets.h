// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace turnstone {

/// The sheets of a workbook being written, row by row, in constant memory: libxlsxwriter keeps what was
/// written in a file without a name in `folder`.
class XlsxSheets final
{
public:
    XlsxSheets(const QString &path, const QString &folder, int rowsPerSheet);
    ~XlsxSheets();
    Q_DISABLE_COPY_MOVE(XlsxSheets)

    /// False: there is no temporary file; errno says why.
    bool addSheet();
    bool isSheetFull() const { return m_row > m_rowsPerSheet; }
    void row(QByteArrayView url, const FetchResult &result);
    /// 0, or the errno of a write that failed.
    int writeError();
    /// What is on the disk so far.
    qint64 temporaryBytes();
    struct Closed
    {
        bool complete = false;
        int systemError = 0; ///< errno, where it is not
        QString text;        ///< libxlsxwriter's words, where it is not
    };
    /// Makes the file; takes long. Called once, last.
    Closed close();

private:
    struct Cells;
    void text(QStringView value);
    void text(QByteArrayView value);
    void number(qint64 value);
    void milliseconds(qint64 us);
    void moment(qint64 ms);
    void finishSheet();

    const int m_rowsPerSheet;
    QByteArray m_folder;
    lxw_workbook *m_workbook = nullptr;
    std::vector<lxw_worksheet *> m_sheets; // the last one is being written
    lxw_format *m_header = nullptr;
    lxw_format *m_milliseconds = nullptr;
    lxw_format *m_moment = nullptr;
    int m_row = 0; // the next one of the last sheet
    quint16 m_column = 0;
    quint16 m_columns = 0;
};

} // namespace turnstone
