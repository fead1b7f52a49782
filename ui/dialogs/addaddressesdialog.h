// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/addressscan.h"

#include <QDialog>
#include <QTimer>

class QDialogButtonBox;
class QLabel;
class QTableWidget;

namespace turnstone {

class ListPreview;
class PasteEdit;

/// Takes pasted or typed text, or files, and says at once how they are read, what is found in them, what is
/// there twice and what is bad. A text of any size stays whole; only its beginning is shown when it is huge.
class AddAddressesDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Addresses in `existing` count as duplicates, but for those that were `removed` from it.
    explicit AddAddressesDialog(const AddressList &existing, QWidget *parent = nullptr,
                                std::vector<RowId> removed = {});

    /// In place of what is there.
    void setText(const QString &text);
    void openFiles(const QStringList &paths);

    const AddressScan::Findings &findings() const { return m_findings; }
    /// What was typed or pasted, for whoever comes back to it; empty where files are read.
    QString text() const;

    void accept() override;

private:
    QWidget *makeHugeNote();
    void chooseFiles();
    void onEdited();
    void insertText(const QString &text);
    void forgetHuge();
    void scan();
    void onScanned(const AddressScan::Findings &findings);
    void chooseColumn(const QString &source, const QString &column);
    void showBadLines();
    void showCounts();
    QString nothingToAdd() const;

    AddressScan m_scan;
    AddressScan::Findings m_findings;
    QTimer m_rest;                  // typing rests
    QString m_huge;                 // the whole text, where the editor holds only its beginning
    QStringList m_files;            // read in place of a text
    AddressScan::Columns m_columns; // chosen in place of the likeliest ones
    bool m_isCurrent = true;        // m_findings are those of what is there
    bool m_acceptWhenScanned = false;
    PasteEdit *m_edit;
    QWidget *m_hugeNote;
    QLabel *m_hugeText;
    ListPreview *m_preview;
    QLabel *m_counts;
    QTableWidget *m_badLines;
    QDialogButtonBox *m_buttons;
};

} // namespace turnstone
