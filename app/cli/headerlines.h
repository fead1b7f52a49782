// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/fetchrequest.h"

#include <QStringList>

namespace turnstone {

/// The fields of "Name: value" lines and of "@FILE"s of such lines. An Error names what is wrong without the
/// value, which may be a secret.
Result<HeaderList> readHeaderLines(const QStringList &given);
/// Those of the environment, in TURNSTONE_HEADERS: lines as a file has them.
Result<HeaderList> headersOfEnvironment();
/// The files among them.
QStringList headerFiles(const QStringList &given);

/// What is given takes the place of what `headers` only has `***` for; what else it names takes the place of
/// all. `more` takes the place of the same names and leaves the others.
void giveHeaders(HeaderList &headers, const HeaderList &given, const HeaderList &more);

} // namespace turnstone
