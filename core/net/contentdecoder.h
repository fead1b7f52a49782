// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

namespace turnstone {

/// Takes a content coding (RFC 9110, 8.4.1) off a body while it comes, never more of it than is asked for: Qt
/// would unpack up to 10 MB of a few kilobytes before anybody could say stop. Lives in its owner's thread.
class ContentDecoder
{
public:
    /// For the header field Accept-Encoding.
    static constexpr const char *Accepted = "gzip, deflate, br, zstd";
    /// Of the field's value, a list in the order in which they were put on. nullptr where there is nothing to
    /// take off, for codings that are not Accepted and for more than five.
    static std::unique_ptr<ContentDecoder> make(QByteArrayView contentEncoding);

    enum class State : quint8 { Open, Over, Broken };

    virtual ~ContentDecoder();
    Q_DISABLE_COPY_MOVE(ContentDecoder)

    /// What came next. Only while read() gives nothing. What follows the end of the coding is ignored.
    void feed(QByteArray piece);
    /// The next bytes, `most` of them or fewer. Empty: it waits for feed(), is over or broken.
    QByteArray read(qint64 most);
    /// True where read() may give something without another feed().
    bool hasMore() const { return m_state == State::Open && (m_hasOutput || m_at < m_input.size()); }
    State state() const { return m_state; }
    /// True for a body that broke off: something came, but not its end.
    bool isCut() const { return m_state == State::Open && m_wasFed; }

protected:
    struct Step
    {
        qsizetype taken = 0;
        qsizetype given = 0;
        State state = State::Open;
    };
    ContentDecoder() = default;
    /// Unpacks from `in` to `out`, as far as either lasts.
    virtual Step step(QByteArrayView in, char *out, qsizetype room) = 0;
    /// Whether something so coded follows what is over, to judge by its first byte; gets ready for it.
    virtual bool goesOn(char first);

private:
    QByteArray m_input;
    qsizetype m_at = 0; // of what is not taken yet
    State m_state = State::Open;
    bool m_hasOutput = false; // perhaps: the last one filled its room
    bool m_wasFed = false;
};

} // namespace turnstone
