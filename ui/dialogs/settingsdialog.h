// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/settingsstore.h"

#include <QDialog>

#include <vector>

class QComboBox;
class QListWidget;
class QStackedWidget;

namespace turnstone {

class FieldForm;
class SettingsPage;

/// All settings of a crawl and of the window. Nothing is stored here: the caller takes settings() once it is
/// accepted. While a crawl runs its limits follow every change, and go back when the dialog is cancelled.
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    SettingsDialog(const CrawlSettings &settings, Appearance appearance, bool crawlRuns,
                   QWidget *parent = nullptr);
    ~SettingsDialog() override;

    /// What is set; fields with mistakes keep out of it.
    CrawlSettings settings() const;
    Appearance appearance() const;
    void setCrawlRuns(bool runs);
    /// Says that these are the settings of a run and not the user's own, and offers those.
    void showAsOfRun();

    void accept() override;
    void reject() override;

Q_SIGNALS:
    /// While a crawl runs: use these from now on.
    void limitsChanged(const turnstone::CrawlLimits &limits);
    /// In the place of these, which are as they were.
    void ownSettingsWanted();

private:
    void addPage(SettingsPage *page);
    void addAppearance();
    void addButtons();
    void load(const CrawlSettings &settings, Appearance appearance);
    void applyLimits();
    /// Shows the first mistake there is; false when there is none.
    bool showMistake();

    CrawlSettings m_original;
    CrawlLimits m_applied;
    bool m_crawlRuns = false;
    bool m_isLoading = false;
    QListWidget *m_list;
    QStackedWidget *m_stack;
    std::vector<SettingsPage *> m_pages;
    QComboBox *m_appearance;
};

} // namespace turnstone
