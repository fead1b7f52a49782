// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <functional>
#include <gmime/gmime.h>
#include <memory>

namespace turnstone {

/// Of GObject: one reference.
struct Unref
{
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <typename Object>
using Owned = std::unique_ptr<Object, Unref>;

/// A mail as GMime takes it apart, in memory and time that do not depend on what the mail would have it do:
/// GMime makes objects of some kilobytes of every part and field, and puts pieces of fields on the stack.
class MimeMessage final
{
public:
    /// How the parameters of a field are read: unquoted up to the semicolon, as many write them, or as the
    /// standard says, where a comment may follow.
    using Parameters = GMimeRfcComplianceMode;

    /// Points into `mail`, whose lines end with LF.
    MimeMessage(QByteArrayView mail, Parameters parameters);
    MimeMessage(const MimeMessage &) = delete;
    MimeMessage &operator=(const MimeMessage &) = delete;

    /// What stands behind was not taken apart; the beginning of a line.
    qsizetype end() const { return m_message ? m_stream->bound_end : 0; }
    /// All parts in their order, those around others before them.
    void visit(const std::function<void(GMimeObject *part)> &visitor) const;
    /// Whether it has a broken multipart.
    bool isBroken() const;
    /// Whether this is one whose parts cannot be told apart.
    static bool isBrokenMultipart(GMimeObject *part);

private:
    static void takeField(GMimeParser *parser, const char *name, const char *value, gint64 offset,
                          gpointer message);
    void boundField(const char *name, char *value);
    void stop();

    const QByteArrayView m_mail;
    GByteArray m_bytes;
    Owned<GMimeStream> m_stream;
    Owned<GMimeMessage> m_message;
    int m_fields = 0;
    size_t m_fieldBytes = 0;
};

} // namespace turnstone
