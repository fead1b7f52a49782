// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

class QSettings;

namespace turnstone {

/// The projects worked on lately, the latest first; kept between two starts.
class RecentProjects final
{
public:
    static constexpr int Most = 8;

    explicit RecentProjects(QSettings &settings)
        : m_settings(settings)
    {}

    QStringList paths() const;
    void add(const QString &path);
    void remove(const QString &path);

private:
    QSettings &m_settings;
};

} // namespace turnstone
