// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/rowcopier.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include <utility>

namespace turnstone {

namespace {

// More rows than these are turned into text on another thread.
constexpr size_t LargeCopy = 2000;

} // namespace

RowCopier::RowCopier(QObject *parent, qsizetype mostBytes)
    : QObject(parent)
    , m_mostBytes(mostBytes)
{}

void RowCopier::copy(const ResultRows &rows, std::vector<RowId> which, const QList<ResultColumn> &columns)
{
    m_background.cancel();
    if (which.size() <= LargeCopy) {
        put(tabSeparated(rows, which, columns, m_mostBytes, std::atomic_bool(false)));
        return;
    }
    const auto asked = qint64(which.size());
    Q_EMIT notice(tr("Copying %1 rows…", nullptr, pluralOf(asked)).arg(countText(asked)));
    m_background.start(
        [rows, which = std::move(which), columns, most = m_mostBytes](const Background::Work &work) {
            return tabSeparated(rows, which, columns, most, work.stopped());
        },
        [this, asked](const RowText &text) { finish(text, asked); });
}

void RowCopier::finish(const RowText &text, qint64 asked)
{
    put(text);
    if (text.rows == asked)
        Q_EMIT notice(tr("%1 rows are on the clipboard.", nullptr, pluralOf(asked)).arg(countText(asked)));
    else
        Q_EMIT notice(tr("The first %1 of %2 rows are on the clipboard; at most %3 are copied. Export writes "
                         "all of them.")
                          .arg(countText(text.rows), countText(asked), bytesText(m_mostBytes)));
}

void RowCopier::put(const RowText &text)
{
    // Bytes, so that neither this nor another program's paste turns a long text into UTF-16 and back.
    auto *data = new QMimeData;
    data->setData(QStringLiteral("text/plain"), text.utf8);
    QGuiApplication::clipboard()->setMimeData(data);
}

} // namespace turnstone
