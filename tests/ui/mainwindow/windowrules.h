// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/crawlsession.h"

#include <QStringList>

namespace turnstone {

class MainWindow;

/// What holds between any two actions, whatever was done before; the sentences say what does not.
QStringList brokenRules(const MainWindow &window, const CrawlSession &session);

/// What holds once everything is settled: the project has what the table shows.
QStringList brokenRulesOfProject(const CrawlSession &session);

/// The window's, once everything is settled.
QString expectedTitle(const CrawlSession &session);

} // namespace turnstone
