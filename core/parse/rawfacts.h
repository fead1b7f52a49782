// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/encodinglabels.h"
#include "core/parse/tagattributes.h"

#include <QByteArrayView>
#include <QVarLengthArray>

#include <optional>

namespace turnstone::parse {

enum class TextKind : quint8 {
    Characters,        ///< may hold character references; NUL bytes are dropped
    ForeignCharacters, ///< may hold character references; NUL bytes show as U+FFFD
    Literal,           ///< CDATA and plain text: taken as they are
    LineBreak          ///< a br: separates words
};

struct TextPiece
{
    QByteArrayView bytes;
    TextKind kind;
};

/// What the scanner found, as pieces of the page's own bytes: nothing is decoded or copied.
class RawFacts final
{
public:
    /// A text is read up to this many bytes of markup: 4,096 characters fit however they are written.
    static constexpr qsizetype MaxTextBytes = 256 * 1024;

    QByteArrayView title; ///< null: no title element
    QByteArrayView description;
    QByteArrayView canonical;
    QByteArrayView robots;
    QByteArrayView base;
    QVarLengthArray<TextPiece, 16> h1;
    quint32 links = 0;
    std::optional<Encoding> declared; ///< by the first meta element that names an encoding

    void takeTitle(QByteArrayView text);
    /// Templates declare, too.
    void takeDeclaration(const TagAttributes &attributes);
    void takeMeta(const TagAttributes &attributes);
    void takeLink(const TagAttributes &attributes);
    void takeBase(const TagAttributes &attributes);
    bool hasEnoughH1() const { return m_h1Bytes >= MaxTextBytes; }
    /// False: there is text enough.
    bool insertH1Text(qsizetype place, QByteArrayView text, TextKind kind);
    void addH1Text(QByteArrayView text, TextKind kind) { insertH1Text(h1.size(), text, kind); }

    /// From here on facts belong to the body; forgetBody() takes them back (a frameset replaces the body).
    void enterBody() { m_inBody = true; }
    void forgetBody();

private:
    struct Origin
    {
        bool title = false, description = false, canonical = false, robots = false, base = false;
    };
    Origin m_fromBody;
    bool m_inBody = false;
    qsizetype m_h1Bytes = 0;
};

} // namespace turnstone::parse
