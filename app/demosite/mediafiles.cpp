// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/mediafiles.h"

#include "app/demosite/compress.h"

#include <QList>
#include <QStringBuilder>
#include <QtEndian>

#include <array>
#include <zlib.h>

namespace turnstone {

namespace {

QByteArray bigEndian(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

QByteArray pngChunk(const QByteArray &type, const QByteArray &content)
{
    const QByteArray summed = type + content;
    const uLong sum = crc32(0, reinterpret_cast<const Bytef *>(summed.constData()), uInt(summed.size()));
    return bigEndian(quint32(content.size())) + summed + bigEndian(quint32(sum));
}

QByteArray makePng()
{
    constexpr int width = 160;
    constexpr int height = 100;
    constexpr std::array bands = {"\xbc\xd8\xe6", "\x4f\x86\x9b", "\xdf\xcd\xa3"};
    QByteArray rows;
    for (int y = 0; y < height; ++y) {
        rows.append('\0'); // no filter
        for (int x = 0; x < width; ++x)
            rows.append(bands[size_t(y < 45 ? 0 : y < 70 ? 1 : 2)], 3);
    }
    const QByteArray shape = bigEndian(width) + bigEndian(height) + QByteArray("\x08\x02\x00\x00\x00", 5);
    return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", shape) + pngChunk("IDAT", deflated(rows)) +
           pngChunk("IEND", {});
}

QByteArray makePdf()
{
    const QByteArray line = "BT /F1 24 Tf 72 700 Td (Tide table: high water 06:12 and 18:37) Tj ET";
    const QList<QByteArray> objects = {
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        "<< /Length " + QByteArray::number(line.size()) + " >>\nstream\n" + line + "\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    };
    QByteArray pdf = "%PDF-1.4\n";
    QByteArray table = "0000000000 65535 f \n";
    for (qsizetype index = 0; index < objects.size(); ++index) {
        table += QByteArray::number(pdf.size()).rightJustified(10, '0') + " 00000 n \n";
        pdf += QByteArray::number(index + 1) + " 0 obj\n" + objects.at(index) + "\nendobj\n";
    }
    const QByteArray count = QByteArray::number(objects.size() + 1);
    const QByteArray start = QByteArray::number(pdf.size());
    pdf += "xref\n0 " + count + "\n" + table + "trailer\n<< /Size " + count + " /Root 1 0 R >>\nstartxref\n" +
           start + "\n%%EOF\n";
    return pdf;
}

} // namespace

const QByteArray &pngPicture()
{
    static const QByteArray picture = makePng();
    return picture;
}

const QByteArray &gifPicture()
{
    static const QByteArray picture = QByteArray::fromHex(
        "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b");
    return picture;
}

const QByteArray &svgPicture()
{
    static const QByteArray picture =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 80\">\n<title>A turnstone, drawn in "
        "four "
        "strokes</title>\n<ellipse cx=\"60\" cy=\"40\" rx=\"34\" ry=\"18\" fill=\"#8a5a34\"/>\n"
        "<circle cx=\"92\" cy=\"28\" r=\"10\" fill=\"#23404d\"/>\n<path d=\"M101 28 l14 4 l-14 2 z\"/>\n"
        "<path d=\"M54 57 v16 M66 57 v16\" stroke=\"#d9722e\" stroke-width=\"3\"/>\n</svg>\n";
    return picture;
}

const QByteArray &pdfDocument()
{
    static const QByteArray document = makePdf();
    return document;
}

} // namespace turnstone
