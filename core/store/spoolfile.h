// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArrayView>
#include <QCoreApplication>
#include <QTemporaryFile>

namespace turnstone {

/// A temporary file written at its end and read anywhere. Reading what was written needs no lock.
class SpoolFile final
{
    Q_DECLARE_TR_FUNCTIONS(SpoolFile)

public:
    /// `directory` empty: see ResultSpool.
    Outcome open(const QString &directory);
    bool isOpen() const { return m_file.isOpen(); }
    /// All of `bytes` behind what is there, or an Error and nothing of it.
    Outcome append(QByteArrayView bytes);
    /// As many bytes from `offset` on as there are, at most `size`; negative on failure.
    qint64 readAt(qint64 offset, char *to, qint64 size) const;
    qint64 size() const { return m_size; }

private:
    QTemporaryFile m_file;
    QString m_directory;
    qint64 m_size = 0;
};

} // namespace turnstone
