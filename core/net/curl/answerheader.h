// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchrequest.h"

#include <QByteArray>

namespace turnstone {

/// The header of an answer, line by line (RFC 9112, 4 and 5): its last block, that of the final status.
/// Interim answers (1xx) are counted. Trailers are dropped.
class AnswerHeader final
{
public:
    static constexpr qsizetype MostBytes = 256 * 1024; ///< of one block
    static constexpr qsizetype MostFields = 1'000;

    /// False: it cannot be believed, and problem() says why.
    bool add(QByteArrayView line);

    bool isComplete() const { return m_isComplete; }
    int status() const { return m_status; }
    const QByteArray &version() const { return m_version; } ///< "1.0", "1.1", "2"
    const QByteArray &reason() const { return m_reason; }
    const HeaderList &fields() const { return m_fields; } ///< in their order, repeated ones kept apart
    /// Of the body as announced; -1: its end is told otherwise, or by the end of the connection.
    qint64 length() const { return m_length; }
    int interimAnswers() const { return m_interim; }
    const QByteArray &problem() const { return m_problem; }

private:
    bool refuse(const char *why);
    bool beginBlock(QByteArrayView line);
    bool endBlock();
    bool addField(QByteArrayView line);
    bool checkLengths();
    bool checkTarget();

    HeaderList m_fields;
    QByteArray m_version;
    QByteArray m_reason;
    QByteArray m_problem;
    qint64 m_length = -1;
    qsizetype m_bytes = 0;
    int m_status = 0;
    int m_interim = 0;
    bool m_isComplete = false;
    bool m_isPassedOver = false; // the last line, and what is folded behind it
};

} // namespace turnstone
