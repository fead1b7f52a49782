// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileDialog>

namespace turnstone {

/// A file dialog that looks at the names of files only. That of Qt opens what it lists to find out its type;
/// where a project is open it would take the locks of SQLite away by closing it again (see OpenFile).
class FileDialog final : public QFileDialog
{
    Q_OBJECT

public:
    /// `folder` empty: where the last one was left.
    FileDialog(QWidget *parent, const QString &caption, const QString &folder, const QString &filter);

    /// Files that are there, as many as one likes; none: it was cancelled.
    static QStringList chooseFiles(QWidget *parent, const QString &caption, const QString &filter);
};

} // namespace turnstone
