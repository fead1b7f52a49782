// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

namespace turnstone::test {

using CsvRow = QByteArrayList;

/// A strict reader of RFC 4180, written apart from the writer; nothing where the text breaks a rule.
inline std::optional<QList<CsvRow>> readCsv(const QByteArray &text)
{
    QList<CsvRow> rows;
    CsvRow row;
    qsizetype at = 0;
    while (at < text.size()) {
        QByteArray cell;
        if (text[at] == '"') {
            for (++at;; ++at) {
                if (at >= text.size())
                    return {};
                if (text[at] != '"')
                    cell += text[at];
                else if (at + 1 < text.size() && text[at + 1] == '"')
                    cell += text[++at];
                else
                    break;
            }
            ++at;
        } else {
            while (at < text.size() && text[at] != ',' && text[at] != '\r' && text[at] != '\n') {
                if (text[at] == '"')
                    return {};
                cell += text[at++];
            }
        }
        row += cell;
        if (at < text.size() && text[at] == ',') {
            ++at;
            if (text.mid(at, 2) == "\r\n" || at == text.size()) {
                row += QByteArray();
            } else {
                continue;
            }
        }
        if (text.mid(at, 2) != "\r\n")
            return {};
        at += 2;
        rows += row;
        row.clear();
    }
    return rows;
}

} // namespace turnstone::test
