// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace turnstone {

/// Text in pieces of any size -> the same without the colours and other control sequences of terminals
/// (ECMA-48, 5.4: ESC [ ... m), which logs and copied output hold even within a word.
class TerminalText final
{
public:
    using Handler = std::function<void(QByteArrayView text)>;

    explicit TerminalText(Handler handler);
    void feed(QByteArrayView piece);
    /// Hands over the beginning of what was no sequence.
    void finish();

private:
    void feedSlowly(QByteArrayView piece);

    Handler m_handler;
    QByteArray m_begun; // of a sequence, or empty
};

} // namespace turnstone
