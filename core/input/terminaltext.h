// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace turnstone {

/// Text in pieces of any size -> the same without what it says to a terminal (ECMA-48: colours, ESC [ ... m,
/// commands, ESC ] ... BEL), which logs and copied output hold even within a word.
/// Of a link (ESC ] 8) the target stays, in front of what is shown. What is cut at the end is left out, but
/// for a command, which may be none.
class TerminalText final
{
public:
    using Handler = std::function<void(QByteArrayView text)>;

    explicit TerminalText(Handler handler);
    void feed(QByteArrayView piece);
    void finish();

private:
    void feedSlowly(QByteArrayView piece);
    void goOn(char c, QByteArray &text);
    void takeCommand(char c, QByteArray &text);
    void giveBack(char c, QByteArray &text);

    Handler m_handler;
    QByteArray m_begun; // what began with ESC, or nothing
};

} // namespace turnstone
