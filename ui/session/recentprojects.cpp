// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/recentprojects.h"

#include <QFileInfo>
#include <QSettings>

namespace turnstone {

namespace {

const QString &key()
{
    static const QString name = QStringLiteral("projects/recent");
    return name;
}

} // namespace

QStringList RecentProjects::paths() const
{
    return m_settings.value(key()).toStringList();
}

void RecentProjects::add(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList all = paths();
    all.removeAll(absolute);
    all.prepend(absolute);
    m_settings.setValue(key(), QStringList(all.mid(0, Most)));
}

void RecentProjects::remove(const QString &path)
{
    QStringList all = paths();
    all.removeAll(QFileInfo(path).absoluteFilePath());
    m_settings.setValue(key(), all);
}

} // namespace turnstone
