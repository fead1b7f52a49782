// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/linesplitter.h"
#include "core/input/listparser.h"
#include "core/input/mimereader.h"

namespace turnstone {

/// A mail (.eml) or many (.mbox, RFC 4155): the addresses in its text and HTML parts, decoded from
/// quoted-printable, base64 and their character set first, which would make others of them. Header fields are
/// not looked at; mails over 64 MiB are cut.
class MailParser final : public ListParser
{
public:
    explicit MailParser(RowCollector &rows);
    void feed(QByteArrayView text) override { m_lines.feed(text); }
    void finish() override;

    /// Whether a text begins with header fields of a mail.
    static bool isMail(QByteArrayView sample);

private:
    void take(const LineSplitter::Line &line);
    void append(QByteArrayView line);
    void endMail();
    void read(const MimeText &text);

    LineSplitter m_lines;
    bool m_hasBegun = false; // blank lines may stand above
    bool m_isMbox = false;
    bool m_isBlank = false; // the last line
    qint64 m_line = 0;
    QByteArray m_perhaps; // a line that the next one tells whether it separates mails
    QByteArray m_mail;    // the one under way
    bool m_isCut = false;
    qint64 m_linesBefore = 0; // above it
};

} // namespace turnstone
