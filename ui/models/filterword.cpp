// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filterword.h"

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

bool isLetter(QChar each)
{
    return (each >= u'a' && each <= u'z') || (each >= u'A' && each <= u'Z');
}

bool isDigit(QChar each)
{
    return each >= u'0' && each <= u'9';
}

/// How long the name is that `text` begins with and a colon follows; 0: there is none.
qsizetype nameLength(QStringView text)
{
    const auto *end = std::find_if(text.begin(), text.end(), [](QChar each) {
        return !isLetter(each) && !isDigit(each) && each != u'_' && each != u'-';
    });
    const bool isName = end != text.end() && *end == u':' && end != text.begin() && isLetter(text.front());
    return isName ? end - text.begin() : 0;
}

/// "8080", "8080/path".
bool beginsWithPort(QStringView text)
{
    const auto *end = std::find_if_not(text.begin(), text.end(), isDigit);
    return end != text.begin() && (end == text.end() || *end == u'/' || *end == u'?' || *end == u'#');
}

bool isScheme(QStringView name)
{
    static constexpr std::array schemes = {
        QLatin1StringView("http"),   QLatin1StringView("https"), QLatin1StringView("ftp"),
        QLatin1StringView("file"),   QLatin1StringView("data"),  QLatin1StringView("javascript"),
        QLatin1StringView("mailto"), QLatin1StringView("tel"),   QLatin1StringView("urn"),
        QLatin1StringView("ws"),     QLatin1StringView("wss")};
    return std::any_of(schemes.begin(), schemes.end(), [name](QLatin1StringView each) {
        return name.compare(each, Qt::CaseInsensitive) == 0;
    });
}

/// Whether a word that is no field's was meant for one, and not for (the beginning of) an address or for
/// text.
bool isMeantForField(QStringView name, QStringView value)
{
    return name.size() > 1 && !isScheme(name) && !value.isEmpty() && !value.startsWith(u':') &&
           !value.startsWith(u'\\') && !value.startsWith(QLatin1StringView("//")) && !value.contains(u'@') &&
           !beginsWithPort(value);
}

/// Goes over a filter's text from one term to the next.
class Scanner final
{
public:
    explicit Scanner(QStringView text)
        : m_rest(text)
    {}

    bool atEnd()
    {
        while (!m_rest.isEmpty() && m_rest.front().isSpace())
            m_rest = m_rest.sliced(1);
        return m_rest.isEmpty();
    }

    FilterWord next()
    {
        FilterWord word;
        if (m_rest.startsWith(u'-')) {
            word.isNegated = true;
            m_rest = m_rest.sliced(1);
        }
        const qsizetype name = nameLength(m_rest);
        word.field = filterField(m_rest.first(name));
        if (word.field)
            m_rest = m_rest.sliced(name + 1);
        if (!takeRegex(word) && !takeQuoted(word))
            takePlain(word, word.field ? 0 : name);
        return word;
    }

private:
    /// Slashes with something between them, the second one at the end of the term.
    bool takeRegex(FilterWord &word)
    {
        if (!m_rest.startsWith(u'/'))
            return false;
        for (qsizetype at = 2; at < m_rest.size(); ++at) {
            const bool ends = at + 1 == m_rest.size() || m_rest.at(at + 1).isSpace();
            if (m_rest.at(at) != u'/' || !ends || m_rest.at(at - 1) == u'\\')
                continue;
            word.form = FilterWord::Form::Regex;
            word.value = m_rest.sliced(1, at - 1).toString();
            m_rest = m_rest.sliced(at + 1);
            return true;
        }
        return false;
    }

    bool takeQuoted(FilterWord &word)
    {
        if (!m_rest.startsWith(u'"'))
            return false;
        word.form = FilterWord::Form::Quoted;
        qsizetype at = 1;
        for (; at < m_rest.size() && m_rest.at(at) != u'"'; ++at) {
            if (m_rest.at(at) == u'\\' && at + 1 < m_rest.size() && m_rest.at(at + 1) == u'"')
                ++at;
            word.value += m_rest.at(at);
        }
        const bool isClosed = at < m_rest.size();
        word.isComplete = !word.value.isEmpty() || (isClosed && word.field);
        m_rest = m_rest.sliced(isClosed ? at + 1 : at);
        return true;
    }

    void takePlain(FilterWord &word, qsizetype unknownName)
    {
        const auto *end =
            std::find_if(m_rest.begin(), m_rest.end(), [](QChar each) { return each.isSpace(); });
        const QStringView taken = m_rest.first(end - m_rest.begin());
        if (unknownName > 0 && isMeantForField(taken.first(unknownName), taken.sliced(unknownName + 1)))
            word.unknownField = taken.first(unknownName).toString();
        word.value = taken.toString();
        word.isComplete = !taken.isEmpty();
        m_rest = m_rest.sliced(taken.size());
    }

    QStringView m_rest;
};

} // namespace

std::vector<FilterWord> filterWords(const QString &text)
{
    std::vector<FilterWord> words;
    for (Scanner scanner(text); !scanner.atEnd();)
        words.push_back(scanner.next());
    return words;
}

} // namespace turnstone
