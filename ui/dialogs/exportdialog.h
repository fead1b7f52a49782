// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/resultwriter.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace turnstone {

class ErrorLabel;

/// What is to be exported, how and where to.
struct ExportChoice
{
    enum class Rows : quint8 { Finished, View, Selection };

    Rows rows = Rows::Finished;
    ExportFormat format = ExportFormat::Csv;
    WriterOptions writer;
    QString path; ///< absolute
};

/// How many rows each choice would write.
struct ExportCounts
{
    qint64 finished = 0;
    qint64 view = 0;      ///< finished rows of the current view
    qint64 selection = 0; ///< finished rows that are selected
};

/// Asks for an ExportChoice; writes nothing.
class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `suggestion` is a file name with its folder.
    ExportDialog(const ExportCounts &counts, const QString &suggestion, QWidget *parent = nullptr);

    /// The project that is open, and the files that addresses came from: no export takes their place.
    void setNeeded(const QString &project, const QStringList &inputs);
    /// Valid once the dialog is accepted.
    ExportChoice choice() const;
    /// What keeps the file from being written there, as a sentence; empty when nothing does.
    static QString pathProblem(const QString &path);

private:
    QWidget *makeRows(const ExportCounts &counts);
    QWidget *makeFormats();
    QWidget *makePath();
    void useFormatEnding();
    void useNamedFormat();
    void browse();
    QString targetProblem() const;
    void check();
    void acceptWhatIsShown();
    bool mayReplace(const QString &path);
    int formatIndex() const;

    QCheckBox *m_byteOrderMark;
    QList<QRadioButton *> m_formats;
    QList<QRadioButton *> m_rows; // in the order of ExportChoice::Rows
    QLineEdit *m_path;
    ErrorLabel *m_problem;
    QLabel *m_note;
    QPushButton *m_export = nullptr;
    QString m_project;
    QStringList m_inputs;
    bool m_replaces = false; // what is there already; the dialog says so, and asks
    QString m_mayReplace;    // this file need not be asked about again
};

} // namespace turnstone
