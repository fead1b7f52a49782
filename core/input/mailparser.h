// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/linesplitter.h"
#include "core/input/listparser.h"

namespace turnstone {

/// A mail (.eml) or many (.mbox): the addresses in its text and HTML parts, decoded from quoted-printable,
/// base64 and their character set first, which would make others of them. Header fields are not looked at;
/// parts over 64 MiB are cut.
class MailParser final : public ListParser
{
public:
    explicit MailParser(RowCollector &rows);
    void feed(QByteArrayView text) override { m_lines.feed(text); }
    void finish() override;

    /// Whether a text begins with header fields of a mail.
    static bool isMail(QByteArrayView sample);

private:
    enum class State { Header, Body, Outside };

    void take(const LineSplitter::Line &line);
    void takeHeader(QByteArrayView line);
    void endPart();
    bool isBoundary(QByteArrayView line) const;

    LineSplitter m_lines;
    State m_state = State::Header;
    bool m_isMbox = false;
    qint64 m_line = 0;
    QByteArray m_field; // the header field under way, unfolded
    QByteArray m_type;
    QByteArray m_charset;
    QByteArray m_encoding; // of the bytes: "base64"
    std::vector<QByteArray> m_boundaries;
    QByteArray m_body;
    qint64 m_bodyLine = 0;
};

} // namespace turnstone
