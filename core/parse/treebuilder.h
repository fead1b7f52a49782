// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/openelements.h"
#include "core/parse/rawfacts.h"

#include <QVarLengthArray>

namespace turnstone::parse {

struct StartTag
{
    TagName name;
    QByteArrayView source; ///< the whole tag
    bool selfClosing = false;
    TagAttributes attributes; ///< only filled for tags that ReadsAttributes
};

/// How the scanner must read what follows a start tag.
enum class Content : quint8 { Data, Rcdata, RawText, Script, PlainText };

/// The tree construction rules of the HTML standard (as gumbo has them: without scripting), kept to what
/// decides which elements exist and where they end. It builds no tree; it tells RawFacts what it sees.
class TreeBuilder final
{
public:
    explicit TreeBuilder(RawFacts *facts);

    /// isQuirky: the doctype asks for quirks mode, as a page without any does.
    void doctype(bool isQuirky);
    Content startTag(const StartTag &tag);
    void endTag(TagName name);
    void text(QByteArrayView text, TextKind kind)
    {
        if (!isIdleForText())
            takeText(text, kind);
    }
    /// The text of a title element whose start tag was answered with Content::Rcdata.
    void titleText(QByteArrayView text);
    bool inForeignContent() const { return m_open.depth() && m_open.current().space != Space::Html; }

private:
    enum class Mode : quint8 {
        Initial,
        BeforeHtml,
        BeforeHead,
        InHead,
        InHeadNoscript,
        AfterHead,
        InBody,
        InTable,
        InCaption,
        InColumnGroup,
        InTableBody,
        InRow,
        InCell,
        InSelect,
        InSelectInTable,
        InTemplate,
        AfterBody,
        InFrameset,
        AfterFrameset,
        AfterAfterBody,
        AfterAfterFrameset
    };
    /// What a rule did with a token: it is used up (and how to go on reading), or the new mode shall have it.
    struct Done
    {
        bool again;
        Content content;
    };
    static constexpr Done Used{false, Content::Data};
    static constexpr Done Again{true, Content::Data};

    /// Whether text changes nothing here: most of a page's comes behind its heading.
    bool isIdleForText() const
    {
        constexpr auto bit = [](Mode mode) { return 1U << unsigned(mode); };
        constexpr unsigned takesTextAsBody = bit(Mode::InBody) | bit(Mode::InTable) | bit(Mode::InTableBody) |
                                             bit(Mode::InRow) | bit(Mode::InCaption) | bit(Mode::InCell) |
                                             bit(Mode::InTemplate) | bit(Mode::InSelect) |
                                             bit(Mode::InSelectInTable);
        return (takesTextAsBody & bit(m_mode)) != 0 && !m_framesetOk && !m_open.isWatchedOpen() &&
               !m_open.needsReconstruction();
    }
    void takeText(QByteArrayView text, TextKind kind);
    Content htmlStart(const StartTag &tag);
    Done startIn(Mode mode, const StartTag &tag);
    Done startBeforeHead(const StartTag &tag);
    Done startInHead(const StartTag &tag);
    Done startInHeadNoscript(const StartTag &tag);
    Done startAfterHead(const StartTag &tag);
    Done startInBody(const StartTag &tag);
    Done startInTable(const StartTag &tag);
    Done startInCaption(const StartTag &tag);
    Done startInColumnGroup(const StartTag &tag);
    Done startInTableBody(const StartTag &tag);
    Done startInRow(const StartTag &tag);
    Done startInCell(const StartTag &tag);
    Done startInSelect(const StartTag &tag);
    Done startInSelectInTable(const StartTag &tag);
    Done startInTemplate(const StartTag &tag);
    Done startInFrameset(const StartTag &tag);
    Done startForeign(const StartTag &tag);

    void htmlEnd(TagName name);
    Done endIn(Mode mode, TagName name);
    Done endInHead(TagName name);
    Done endInBody(TagName name);
    Done endInTable(TagName name);
    Done endInCaption(TagName name);
    Done endInColumnGroup(TagName name);
    Done endInTableBody(TagName name);
    Done endInRow(TagName name);
    Done endInCell(TagName name);
    Done endInSelect(TagName name);
    Done endInSelectInTable(TagName name);
    Done endAfterBody(TagName name);
    void endForeign(TagName name);
    void endForm();
    void endAnyOther(TagName name);

    void textInBody(QByteArrayView text, TextKind kind, bool isBlank);
    void collect(QByteArrayView text, TextKind kind, bool staysInTable = false);
    Done impliedBody();

    void insert(const StartTag &tag);
    void insertVoid(const StartTag &tag);
    void insertImplied(Tag tag);
    void insertHeading(const StartTag &tag);
    void insertFormatting(const StartTag &tag);
    void insertAnchor(const StartTag &tag);
    void insertForeign(const StartTag &tag, Space space);
    void insertForm(const StartTag &tag);
    void noteElement(const StartTag &tag, Space space);
    void reconstruct();
    void countClones() { m_facts->links += m_open.takeClonedLinks(); }
    bool adopt(Tag subject);
    void closeP();
    void closeListItem(bool isLi);
    void closeCell();
    void closeSelect();
    bool closeTable();
    void clearTo(Tag first, Tag second = Tag::Other, Tag third = Tag::Other);
    void startTemplate(const StartTag &tag);
    void endTemplate();
    void replaceBody(const StartTag &tag);
    void resetMode();
    bool htmlRulesForStart(Tag tag) const;
    Mode templateMode() const
    {
        return m_templateModes.isEmpty() ? Mode::InTemplate : m_templateModes.last();
    }

    RawFacts *m_facts;
    OpenElements m_open;
    QVarLengthArray<Mode, 8> m_templateModes;
    Mode m_mode = Mode::Initial;
    bool m_hasHead = false;
    bool m_framesetOk = true;
    bool m_hasH1 = false;
    bool m_isQuirky = true;
    quint32 m_formId = 0;
};

} // namespace turnstone::parse
