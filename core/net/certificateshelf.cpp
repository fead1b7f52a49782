// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/certificateshelf.h"

#include <QCryptographicHash>
#include <QHostAddress>

#include <ctime>
#include <openssl/bio.h>
#include <openssl/x509v3.h>

namespace turnstone {

namespace {

constexpr qsizetype MostKnown = 512;
constexpr int MostNames = 100;
constexpr int LongestName = 255; // of a host, in bytes
constexpr qsizetype LongestText = 1000;

/// The relative names in their usual order, unlike most of RFC 4514; control characters are escaped.
QString textOf(const X509_NAME *name)
{
    constexpr unsigned long flags =
        (XN_FLAG_ONELINE | XN_FLAG_SEP_CPLUS_SPC) & ~(ASN1_STRFLGS_ESC_MSB | XN_FLAG_SPC_EQ);
    BIO *buffer = BIO_new(BIO_s_mem());
    X509_NAME_print_ex(buffer, name, 0, flags);
    char *text = nullptr;
    const long size = BIO_get_mem_data(buffer, &text);
    const QString result = QString::fromUtf8(text, size).left(LongestText);
    BIO_free(buffer);
    return result;
}

qint64 msOf(const ASN1_TIME *time)
{
    std::tm moment{};
    return time && ASN1_TIME_to_tm(time, &moment) == 1 ? qint64(::timegm(&moment)) * 1000 : 0;
}

QString textOf(const GENERAL_NAME &name)
{
    int type = 0;
    const auto *value = static_cast<const ASN1_STRING *>(GENERAL_NAME_get0_value(&name, &type));
    if (type != GEN_DNS && type != GEN_IPADD)
        return {};
    const unsigned char *bytes = ASN1_STRING_get0_data(value);
    const int size = ASN1_STRING_length(value);
    if (type == GEN_DNS)
        return QString::fromLatin1(reinterpret_cast<const char *>(bytes), std::min(size, LongestName));
    if (size == 4)
        return QHostAddress(quint32(bytes[0]) << 24 | quint32(bytes[1]) << 16 | quint32(bytes[2]) << 8 |
                            bytes[3])
            .toString();
    return size == 16 ? QHostAddress(bytes).toString() : QString();
}

QStringList namesOf(const X509 *certificate)
{
    QStringList names;
    auto *all =
        static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; i < sk_GENERAL_NAME_num(all) && names.size() < MostNames; ++i) {
        if (const QString name = textOf(*sk_GENERAL_NAME_value(all, i)); !name.isEmpty())
            names.append(name);
    }
    GENERAL_NAMES_free(all);
    return names;
}

} // namespace

std::shared_ptr<const CertificateFacts> CertificateShelf::read(const QByteArray &der)
{
    const QByteArray sha256 = QCryptographicHash::hash(der, QCryptographicHash::Sha256);
    if (const auto known = m_known.constFind(sha256); known != m_known.cend())
        return *known;
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    X509 *certificate = d2i_X509(nullptr, &bytes, long(der.size()));
    if (!certificate)
        return nullptr;
    auto facts = std::make_shared<CertificateFacts>();
    facts->sha256 = sha256.toHex();
    facts->subject = textOf(X509_get_subject_name(certificate));
    facts->issuer = textOf(X509_get_issuer_name(certificate));
    facts->names = namesOf(certificate);
    facts->validFromMs = msOf(X509_get0_notBefore(certificate));
    facts->expiresMs = msOf(X509_get0_notAfter(certificate));
    X509_free(certificate);
    if (m_known.size() == MostKnown)
        m_known.clear();
    m_known.insert(sha256, facts);
    return facts;
}

} // namespace turnstone
