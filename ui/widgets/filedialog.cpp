// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filedialog.h"

#include <QDir>
#include <QFileIconProvider>

namespace turnstone {

namespace {

/// Asked by a thread of the dialog's, too.
class NamesOnly final : public QFileIconProvider
{
public:
    NamesOnly()
        : m_folder(QFileIconProvider::icon(Folder))
        , m_file(QFileIconProvider::icon(File))
    {}
    QIcon icon(IconType type) const override { return QFileIconProvider::icon(type); }
    QIcon icon(const QFileInfo &info) const override { return info.isDir() ? m_folder : m_file; }
    QString type(const QFileInfo &info) const override
    {
        return info.isDir() ? QFileDialog::tr("Folder") : info.suffix();
    }

private:
    QIcon m_folder;
    QIcon m_file;
};

NamesOnly *namesOnly()
{
    static auto *provider = new NamesOnly; // outlives each dialog and its thread
    return provider;
}

QString &lastFolder()
{
    static QString folder;
    return folder;
}

} // namespace

FileDialog::FileDialog(QWidget *parent, const QString &caption, const QString &folder, const QString &filter)
    : QFileDialog(parent, caption, QDir::rootPath(), filter) // it begins to look before it can be told how
{
    setIconProvider(namesOnly());
    const QString first = folder.isEmpty() ? lastFolder() : folder;
    setDirectory(first.isEmpty() ? QDir::currentPath() : first);
    connect(this, &QDialog::accepted, this, [this] { lastFolder() = directory().absolutePath(); });
}

QStringList FileDialog::chooseFiles(QWidget *parent, const QString &caption, const QString &filter)
{
    FileDialog dialog(parent, caption, {}, filter);
    dialog.setFileMode(ExistingFiles);
    return dialog.exec() == Accepted ? dialog.selectedFiles() : QStringList();
}

} // namespace turnstone
