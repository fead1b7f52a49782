// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace turnstone::parse {

inline constexpr qsizetype MaxFactLength = 4096;
inline constexpr qsizetype MaxAddressLength = 16384;

/// The first `length` UTF-16 units, without half a surrogate pair.
QString cutTo(QString text, qsizetype length);
/// ASCII white space stripped and collapsed, as document.title does, and cut to MaxFactLength.
QString collapsed(QStringView text);
/// The address `href` stands for on a page at `url` with the base `baseHref` (null: none).
QString resolvedAddress(const QString &href, const QString &baseHref, const QUrl &url);

} // namespace turnstone::parse
