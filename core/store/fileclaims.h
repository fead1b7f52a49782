// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/fileidentity.h"

#include <QCoreApplication>
#include <QString>

#include <map>
#include <optional>

namespace turnstone {

/// Which files something reads and writes, so that nothing is an output that is an input, the project or
/// what belongs to it, another project or another output, and no project belongs to another one, by whatever
/// names. To be told before anything is opened: the inputs first, then the project, then the outputs. Touches
/// nothing.
class FileClaims final
{
    Q_DECLARE_TR_FUNCTIONS(FileClaims)

public:
    /// What is no file, as an address, is let pass.
    void addInput(const QString &path);
    void addStandardInput();
    void addProject(const QString &path);
    /// "-" is standard output.
    void addOutput(const QString &path);

    /// The first two that cannot be, as a sentence.
    Outcome check() const;

private:
    enum class Role { Input, Project, PartOfProject, Output };
    struct Claim
    {
        Role role;
        QString name; ///< for people; of the project where it is a part of one
    };
    void add(Role role, const QString &name, const FileIdentity &identity);
    void refuse(const Claim &first, const Claim &second);

    std::map<FileIdentity, Claim> m_claims;
    std::optional<Error> m_error;
};

} // namespace turnstone
