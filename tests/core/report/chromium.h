// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QString>
#include <QTemporaryDir>
#include <QUrl>

/// Opens a page in headless Chromium.
class Chromium final
{
public:
    struct View
    {
        QString dom;     ///< as it is after the page's scripts
        QString console; ///< what was logged there
    };

    /// Fails the whole test where it is missing: a page that nobody opened is not tested.
    View open(const QString &file) const
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("chromium"));
        if (program.isEmpty())
            qFatal("Chromium is missing. Please install the package chromium.");
        QProcess process;
        process.start(program, {QStringLiteral("--headless=new"), QStringLiteral("--no-sandbox"),
                                QStringLiteral("--disable-gpu"), QStringLiteral("--disable-dev-shm-usage"),
                                QStringLiteral("--no-first-run"), QStringLiteral("--enable-logging=stderr"),
                                QStringLiteral("--user-data-dir=") + m_profile.path(),
                                QStringLiteral("--virtual-time-budget=2000"), QStringLiteral("--dump-dom"),
                                QUrl::fromLocalFile(file).toString(QUrl::FullyEncoded)});
        if (!process.waitForFinished(120'000))
            qFatal("Chromium does not end: %s", process.readAllStandardError().constData());
        View view;
        view.dom = QString::fromUtf8(process.readAllStandardOutput());
        const QString log = QString::fromUtf8(process.readAllStandardError());
        for (const QString &line : log.split(u'\n')) {
            if (line.contains(QStringLiteral("CONSOLE")))
                view.console += line + u'\n';
        }
        return view;
    }

private:
    QTemporaryDir m_profile;
};
