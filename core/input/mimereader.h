// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace turnstone {

/// A text of a mail: its transfer encoding is taken off, its character set is not.
struct MimeText
{
    enum class Kind : quint8 {
        Plain,
        Html,
        ContentLines ///< iCalendar, vCard
    };

    QByteArray bytes;
    QByteArray charset; ///< the label in its header field
    Kind kind = Kind::Plain;
    qint64 linesBefore = 0; ///< of the mail, above the text
};

/// Takes a mail apart (RFC 5322, MIME): hands over its text parts, those of the mails in it, too, in their
/// order, and with lines joined again that were divided within words (RFC 3676). What cannot be taken apart,
/// and what goes beyond the bounds of this class, is a text as it stands. Any thread.
class MimeReader final
{
public:
    using Handler = std::function<void(const MimeText &text)>;

    explicit MimeReader(Handler handler);
    /// `mail`: one, its lines end with LF.
    void read(QByteArrayView mail);

private:
    void read(QByteArrayView mail, qint64 linesBefore, int depth);

    Handler m_handler;
};

} // namespace turnstone
