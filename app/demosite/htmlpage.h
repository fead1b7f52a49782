// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace turnstone {

/// What differs from page to page; all of it is HTML already, except where a field says otherwise.
struct HtmlPage
{
    QByteArray title;
    QByteArray description = {}; ///< for an attribute in double quotes; empty: none
    QByteArray heading = {};
    QByteArray canonical = {}; ///< empty: none
    QByteArray main = {};
    QByteArray head = {}; ///< more elements for the head
};

/// A whole page in the clothes of the magazine.
QByteArray htmlPage(const HtmlPage &page);
/// A short page with one sentence.
QByteArray messagePage(const QByteArray &title, const QByteArray &sentence);
/// Text for element content and double-quoted attributes.
QByteArray htmlEscaped(QByteArray text);

} // namespace turnstone
