// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/addresstext.h"
#include "core/types/fetchrequest.h"

#include <QByteArrayView>

#include <vector>

namespace turnstone {

/// An address with its own request: {"url": ..., "method": ..., "headers": ..., "body": ... or "json": ...}.
struct JsonLine
{
    Address address;
    RequestSpec request;
    bool ownRequest = false; ///< false: nothing but an address was given
};

bool beginsJsonObject(QByteArrayView line);
bool beginsJsonArray(QByteArrayView line);

/// Of a line that is no JSON.
AddressProblem brokenJsonProblem(QByteArrayView line);

/// Reads an object as above, or a string that holds an address.
JsonLine readJsonLine(QByteArrayView line);

/// The elements of a JSON array as they are written; empty where it is none. Their syntax is not checked.
std::vector<QByteArrayView> jsonElements(QByteArrayView array);

} // namespace turnstone
