// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/jsonline.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"
#include "core/input/jsonscan.h"
#include "core/input/strictaddress.h"
#include "core/types/httptoken.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>

#include <algorithm>

namespace turnstone {

namespace {

JsonLine failed(AddressProblem problem)
{
    JsonLine line;
    line.address.problem = problem;
    return line;
}

bool isShortToken(const QByteArray &text)
{
    return text.size() <= 256 && isHttpToken(text);
}

bool addHeader(HeaderList &headers, const QString &name, const QJsonValue &value)
{
    QByteArray text;
    if (value.isString() && value.toString().isValidUtf16())
        text = value.toString().toUtf8();
    else if (value.isDouble() || value.isBool())
        text = value.toVariant().toString().toUtf8();
    else
        return false;
    const QByteArray key = name.toUtf8();
    const bool safe =
        std::none_of(text.begin(), text.end(), [](char c) { return isBlank(c) && c != ' ' && c != '\t'; });
    if (!isShortToken(key) || !safe)
        return false;
    headers.emplaceBack(key, text);
    return true;
}

bool readHeaders(const QJsonValue &value, HeaderList &headers)
{
    if (value.isUndefined() || value.isNull())
        return true;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (!addHeader(headers, it.key(), it.value()))
                return false;
        }
        return true;
    }
    if (!value.isArray())
        return false;
    const QJsonArray pairs = value.toArray();
    return std::all_of(pairs.begin(), pairs.end(), [&headers](const QJsonValue &pair) {
        const QJsonArray both = pair.toArray();
        return both.size() == 2 && both[0].isString() && addHeader(headers, both[0].toString(), both[1]);
    });
}

bool readMethod(const QJsonValue &value, QByteArray &method)
{
    if (value.isUndefined() || value.isNull())
        return true;
    method = value.toString().toUtf8().toUpper();
    return isShortToken(method) && method != "CONNECT";
}

QByteArray textOfMember(QByteArrayView object, QByteArrayView quotedName)
{
    JsonScan scan(object);
    QByteArrayView found;
    scan.take('{');
    do {
        const QByteArrayView name = scan.value();
        if (!scan.take(':'))
            break;
        const QByteArrayView value = scan.value();
        if (name == quotedName)
            found = value;
    } while (scan.take(','));
    return found.toByteArray();
}

bool readBody(QByteArrayView line, const QJsonObject &object, RequestSpec &request)
{
    const QJsonValue body = object.value(QLatin1StringView("body"));
    const bool hasText = !body.isUndefined() && !body.isNull();
    const bool hasJson = object.contains(QLatin1StringView("json"));
    if (hasText && (hasJson || !body.isString() || !body.toString().isValidUtf16()))
        return false;
    request.hasBody = hasText || hasJson;
    if (hasText)
        request.body = body.toString().toUtf8();
    if (!hasJson)
        return true;
    request.body = textOfMember(line, "\"json\"");
    const bool typed = std::any_of(request.headers.begin(), request.headers.end(), [](const auto &header) {
        return header.first.compare("content-type", Qt::CaseInsensitive) == 0;
    });
    if (!typed)
        request.headers.emplaceBack("Content-Type", "application/json");
    return !request.body.isEmpty();
}

/// Half a character ("\ud83d" alone) cannot be sent, and nothing else may be in its place. Of several
/// addresses, it is not clear which one is meant, and none may be sent to the host of another.
Address jsonAddress(const QString &text)
{
    if (!text.isValidUtf16())
        return {{}, AddressProblem::BadSyntax};
    const QByteArray bytes = text.trimmed().toUtf8();
    const QByteArrayView address = withoutBlanksAround(bytes);
    return mayHoldAnother(address) ? Address{{}, AddressProblem::Ambiguous} : normalAddress(address);
}

constexpr QLatin1StringView RequestMembers[] = {QLatin1StringView("method"), QLatin1StringView("headers"),
                                                QLatin1StringView("body"), QLatin1StringView("json")};

JsonLine readObject(QByteArrayView line, const QJsonObject &object)
{
    JsonLine result;
    const QJsonValue url = object.value(QLatin1StringView("url"));
    if (url.isUndefined()) {
        const bool isRequest =
            std::any_of(std::begin(RequestMembers), std::end(RequestMembers),
                        [&object](QLatin1StringView each) { return object.contains(each); });
        return failed(isRequest ? AddressProblem::BadRequest : AddressProblem::NoAddress);
    }
    if (!url.isString())
        return failed(AddressProblem::BadSyntax);
    result.address = jsonAddress(url.toString());
    if (result.address.problem != AddressProblem::None)
        return result;
    RequestSpec &request = result.request;
    if (!readMethod(object.value(QLatin1StringView("method")), request.method) ||
        !readHeaders(object.value(QLatin1StringView("headers")), request.headers) ||
        !readBody(line, object, request))
        return failed(AddressProblem::BadRequest);
    if (request.hasBody && request.method.isEmpty())
        request.method = "POST";
    result.ownRequest = !(request == RequestSpec());
    return result;
}

/// The first byte behind `first` and blanks; '\0' where there is none.
char byteAfter(QByteArrayView text, char first)
{
    if (text.isEmpty() || text.front() != first)
        return '\0';
    text = withoutBlanksAround(text.sliced(1));
    return text.isEmpty() ? '\n' : text.front();
}

} // namespace

bool beginsJsonObject(QByteArrayView line)
{
    const char next = byteAfter(line, '{');
    return next == '"' || next == '}' || next == '\n';
}

bool beginsJsonArray(QByteArrayView line)
{
    const char next = byteAfter(line, '[');
    return next == '"' || next == '{' || next == '[' || next == ']' || next == '\n';
}

AddressProblem brokenJsonProblem(QByteArrayView line)
{
    return line.isValidUtf8() ? AddressProblem::BadRequest : AddressProblem::NotUtf8;
}

JsonLine readJsonLine(QByteArrayView line)
{
    const QByteArrayView text = withoutBlanksAround(line);
    if (text.startsWith('{')) {
        const QJsonDocument document =
            QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), text.size()));
        return document.isObject() ? readObject(text, document.object()) : failed(brokenJsonProblem(text));
    }
    const QJsonDocument document = QJsonDocument::fromJson('[' + text.toByteArray() + ']');
    const QJsonArray array = document.array();
    if (array.size() != 1 || !array[0].isString())
        return failed(text.isValidUtf8() ? AddressProblem::NoAddress : AddressProblem::NotUtf8);
    JsonLine result;
    result.address = jsonAddress(array[0].toString());
    return result;
}

std::vector<QByteArrayView> jsonElements(QByteArrayView array)
{
    std::vector<QByteArrayView> elements;
    JsonScan scan(array);
    if (!scan.take('[') || scan.peek() == ']')
        return elements;
    do {
        const QByteArrayView element = scan.value();
        if (element.isEmpty())
            return {};
        elements.push_back(element);
    } while (scan.take(','));
    return scan.take(']') && scan.peek() == '\0' ? elements : std::vector<QByteArrayView>();
}

} // namespace turnstone
