// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/translation.h"

#include <QCoreApplication>
#include <QTranslator>

#include <limits>

namespace {

/// The sentences in the source are the English ones, but for the singular.
void installPlurals()
{
    auto *plurals = new QTranslator(QCoreApplication::instance());
    if (plurals->load(QStringLiteral(":/translations/turnstone_en.qm")))
        QCoreApplication::installTranslator(plurals);
}

Q_COREAPP_STARTUP_FUNCTION(installPlurals)

} // namespace

namespace turnstone {

QString tr(const char *text, const char *comment, int count)
{
    return QCoreApplication::translate("turnstone", text, comment, count);
}

/// The last digits decide in every language.
int pluralOf(qint64 count)
{
    constexpr qint64 most = std::numeric_limits<int>::max(), round = 1'000'000'000;
    return int(count <= most ? count : round + count % round);
}

} // namespace turnstone
