// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace turnstone {

/// What this program is, under which licence, and what it is built on.
class AboutDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(QWidget *parent = nullptr);

    /// Name, version, Qt and system in plain text: what a bug report needs.
    static QString versionText();
};

} // namespace turnstone
