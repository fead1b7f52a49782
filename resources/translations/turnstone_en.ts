<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>turnstone</name>
    <message numerus="yes">
        <source>This address was tried %1 times.</source>
        <translation>
            <numerusform>This address was tried %1 time.</numerusform>
            <numerusform>This address was tried %1 times.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After %1 redirects, the server answered %2.</source>
        <translation>
            <numerusform>After %1 redirect, the server answered %2.</numerusform>
            <numerusform>After %1 redirects, the server answered %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 results are damaged and were left out.</source>
        <translation>
            <numerusform>%1 result is damaged and was left out.</numerusform>
            <numerusform>%1 results are damaged and were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 addresses</source>
        <translation>
            <numerusform>%1 of %2 address</numerusform>
            <numerusform>%1 of %2 addresses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 hosts</source>
        <translation>
            <numerusform>%1 host</numerusform>
            <numerusform>%1 hosts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 results</source>
        <translation>
            <numerusform>%1 result</numerusform>
            <numerusform>%1 results</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 lines repeat addresses, which are fetched only once.</source>
        <translation>
            <numerusform>%1 line repeats an address, which is fetched only once.</numerusform>
            <numerusform>%1 lines repeat addresses, which are fetched only once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 addresses: %2.</source>
        <translation>
            <numerusform>%1 address: %2.</numerusform>
            <numerusform>%1 addresses: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>--resume takes the passwords and keys of addresses from the inputs, but %1 of these are not in the project. Give the list of that run, or leave out --resume to start a new one.</source>
        <translation>
            <numerusform>--resume takes the passwords and keys of addresses from the inputs, but %1 of these is not in the project. Give the list of that run, or leave out --resume to start a new one.</numerusform>
            <numerusform>--resume takes the passwords and keys of addresses from the inputs, but %1 of these are not in the project. Give the list of that run, or leave out --resume to start a new one.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of these addresses are not in the project, the first of them %2. Leave out --only to add them.</source>
        <translation>
            <numerusform>%1 of these addresses is not in the project: %2. Leave out --only to add it.</numerusform>
            <numerusform>%1 of these addresses are not in the project, the first of them %2. Leave out --only to add them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The project is damaged: of the %1 results of run %2 only %3 can be read.</source>
        <translation>
            <numerusform>The project is damaged: of the %1 result of run %2 only %3 can be read.</numerusform>
            <numerusform>The project is damaged: of the %1 results of run %2 only %3 can be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The passwords or keys of %1 addresses, such as %2, are not in the project.</source>
        <translation>
            <numerusform>The password or key of %1 address, %2, is not in the project.</numerusform>
            <numerusform>The passwords or keys of %1 addresses, such as %2, are not in the project.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run %1 is not complete: %2 of its results are left; retention or a repair removed the others.</source>
        <translation>
            <numerusform>Run %1 is not complete: %2 of its results is left; retention or a repair removed the others.</numerusform>
            <numerusform>Run %1 is not complete: %2 of its results are left; retention or a repair removed the others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run %1 is not complete: of its %2 results, %3 are left; retention removed the others.</source>
        <translation>
            <numerusform>Run %1 is not complete: of its %2 results, %3 is left; retention removed the others.</numerusform>
            <numerusform>Run %1 is not complete: of its %2 results, %3 are left; retention removed the others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 addresses</source>
        <translation>
            <numerusform>%1 address</numerusform>
            <numerusform>%1 addresses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 runs</source>
        <translation>
            <numerusform>%1 run</numerusform>
            <numerusform>%1 runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 frames of its log are damaged: what only they had is lost, or as it was before.</source>
        <translation>
            <numerusform>%1 frame of its log is damaged: what only that had is lost, or as it was before.</numerusform>
            <numerusform>%1 frames of its log are damaged: what only they had is lost, or as it was before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of the addresses could not be read; their places in the list are kept empty.</source>
        <translation>
            <numerusform>%1 of the addresses could not be read; its place in the list is kept empty.</numerusform>
            <numerusform>%1 of the addresses could not be read; their places in the list are kept empty.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 addresses that were still to be fetched are lost.</source>
        <translation>
            <numerusform>%1 address that was still to be fetched is lost.</numerusform>
            <numerusform>%1 addresses that were still to be fetched are lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 more results are lost, in whole or in part, and left out.</source>
        <translation>
            <numerusform>%1 more result is lost, in whole or in part, and left out.</numerusform>
            <numerusform>%1 more results are lost, in whole or in part, and left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 results may have lost the header fields, the body or the connection that were kept with them.</source>
        <translation>
            <numerusform>%1 result may have lost the header fields, the body or the connection that were kept with it.</numerusform>
            <numerusform>%1 results may have lost the header fields, the body or the connection that were kept with them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 runs are lost. Their results are kept, but when they were found is not known any more: their times begin with another run, or with this repair.</source>
        <translation>
            <numerusform>%1 run is lost. Its results are kept, but when they were found is not known any more: their times begin with another run, or with this repair.</numerusform>
            <numerusform>%1 runs are lost. Their results are kept, but when they were found is not known any more: their times begin with another run, or with this repair.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::AddAddressesDialog</name>
    <message numerus="yes">
        <source>Read from %1 files.</source>
        <translation>
            <numerusform>Read from %1 file.</numerusform>
            <numerusform>Read from %1 files.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing to add: these %1 addresses are already in the list</source>
        <translation>
            <numerusform>Nothing to add: this %1 address is already in the list</numerusform>
            <numerusform>Nothing to add: these %1 addresses are already in the list</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 duplicates</source>
        <translation>
            <numerusform>%1 duplicate</numerusform>
            <numerusform>%1 duplicates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::CrawlCommand</name>
    <message numerus="yes">
        <source>%1 addresses of run %2 are still to be fetched: turnstone-cli crawl --project %3 --resume</source>
        <translation>
            <numerusform>%1 address of run %2 is still to be fetched: turnstone-cli crawl --project %3 --resume</numerusform>
            <numerusform>%1 addresses of run %2 are still to be fetched: turnstone-cli crawl --project %3 --resume</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::CrawlSession</name>
    <message numerus="yes">
        <source>adding %1 addresses</source>
        <translation>
            <numerusform>adding %1 address</numerusform>
            <numerusform>adding %1 addresses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>removing %1 rows</source>
        <translation>
            <numerusform>removing %1 row</numerusform>
            <numerusform>removing %1 rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::HostsView</name>
    <message numerus="yes">
        <source>Give up on the %1 addresses of %2 that are still to be fetched?</source>
        <translation>
            <numerusform>Give up on the %1 address of %2 that is still to be fetched?</numerusform>
            <numerusform>Give up on the %1 addresses of %2 that are still to be fetched?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give up on the %1 addresses of %2 hosts that are still to be fetched?</source>
        <translation>
            <numerusform>Give up on the %1 address of %2 hosts that is still to be fetched?</numerusform>
            <numerusform>Give up on the %1 addresses of %2 hosts that are still to be fetched?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 hosts</source>
        <translation>
            <numerusform>%1 of %2 host</numerusform>
            <numerusform>%1 of %2 hosts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::ListPreview</name>
    <message numerus="yes">
        <source>%1 empty cells</source>
        <translation>
            <numerusform>%1 empty cell</numerusform>
            <numerusform>%1 empty cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 other links</source>
        <translation>
            <numerusform>%1 other link</numerusform>
            <numerusform>%1 other links</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 lines without an address</source>
        <translation>
            <numerusform>%1 line without an address</numerusform>
            <numerusform>%1 lines without an address</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::MainWindow</name>
    <message numerus="yes">
        <source>%1 of which were already in the list without their password or key</source>
        <translation>
            <numerusform>%1 of which was already in the list without its password or key</numerusform>
            <numerusform>%1 of which were already in the list without their password or key</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of which were removed before and are back</source>
        <translation>
            <numerusform>%1 of which was removed before and is back</numerusform>
            <numerusform>%1 of which were removed before and are back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 were already in the list</source>
        <translation>
            <numerusform>%1 was already in the list</numerusform>
            <numerusform>%1 were already in the list</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 cannot be fetched (see Invalid address)</source>
        <translation>
            <numerusform>%1 cannot be fetched (see Invalid address)</numerusform>
            <numerusform>%1 cannot be fetched (see Invalid address)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rows were removed from the list.</source>
        <translation>
            <numerusform>%1 row was removed from the list.</numerusform>
            <numerusform>%1 rows were removed from the list.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The list of %1 addresses was set aside.</source>
        <translation>
            <numerusform>The list of %1 address was set aside.</numerusform>
            <numerusform>The list of %1 addresses was set aside.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rows were written to %2.</source>
        <translation>
            <numerusform>%1 row was written to %2.</numerusform>
            <numerusform>%1 rows were written to %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 results are missing from it: the project cannot be written, and exports are made from the project. Export again when it can be written.</source>
        <translation>
            <numerusform>%1 result is missing from it: the project cannot be written, and exports are made from the project. Export again when it can be written.</numerusform>
            <numerusform>%1 results are missing from it: the project cannot be written, and exports are made from the project. Export again when it can be written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::ProjectDesk</name>
    <message numerus="yes">
        <source>There are %1 others (%2 in total), the oldest from %3.</source>
        <translation>
            <numerusform>There is %1 other (%2 in total), from %3.</numerusform>
            <numerusform>There are %1 others (%2 in total), the oldest from %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The project is damaged: %1 of its results cannot be read, and Start would send their requests again. Better save first what is left: turnstone-cli repair --project FILE --into NEW.</source>
        <translation>
            <numerusform>The project is damaged: %1 of its results cannot be read, and Start would send its request again. Better save first what is left: turnstone-cli repair --project FILE --into NEW.</numerusform>
            <numerusform>The project is damaged: %1 of its results cannot be read, and Start would send their requests again. Better save first what is left: turnstone-cli repair --project FILE --into NEW.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %2 addresses have been fetched.</source>
        <translation>
            <numerusform>%1: %2 address has been fetched.</numerusform>
            <numerusform>%1: %2 addresses have been fetched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 lines cannot be fetched (see Invalid address).</source>
        <translation>
            <numerusform>%1 line cannot be fetched (see Invalid address).</numerusform>
            <numerusform>%1 lines cannot be fetched (see Invalid address).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %1 addresses of the project have been fetched.</source>
        <translation>
            <numerusform>The %1 address of the project has been fetched.</numerusform>
            <numerusform>All %1 addresses of the project have been fetched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: all %2 addresses have been fetched.</source>
        <translation>
            <numerusform>%1: %2 address has been fetched.</numerusform>
            <numerusform>%1: all %2 addresses have been fetched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There is an unnamed project from %1: %2 addresses, all fetched, %3.</source>
        <translation>
            <numerusform>There is an unnamed project from %1: %2 address, fetched, %3.</numerusform>
            <numerusform>There is an unnamed project from %1: %2 addresses, all fetched, %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Discard the unnamed project from %1 with the results of %2 addresses?</source>
        <translation>
            <numerusform>Discard the unnamed project from %1 with the result of %2 address?</numerusform>
            <numerusform>Discard the unnamed project from %1 with the results of %2 addresses?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::ProjectDialog</name>
    <message numerus="yes">
        <source>The results of the %1 oldest runs, and their part of every history. Where a result is the latest known of its address, it stays.</source>
        <translation>
            <numerusform>The results of the %1 oldest run, and their part of every history. Where a result is the latest known of its address, it stays.</numerusform>
            <numerusform>The results of the %1 oldest runs, and their part of every history. Where a result is the latest known of its address, it stays.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::RowCopier</name>
    <message numerus="yes">
        <source>Copying %1 rows…</source>
        <translation>
            <numerusform>Copying %1 row…</numerusform>
            <numerusform>Copying %1 rows…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rows are on the clipboard.</source>
        <translation>
            <numerusform>%1 row is on the clipboard.</numerusform>
            <numerusform>%1 rows are on the clipboard.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::RunStarter</name>
    <message numerus="yes">
        <source>Stopped. %1 addresses were not checked again and keep their earlier results.</source>
        <translation>
            <numerusform>Stopped. %1 address was not checked again and keeps its earlier result.</numerusform>
            <numerusform>Stopped. %1 addresses were not checked again and keep their earlier results.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of these addresses use a method that may change something on the server, such as POST. Send them again?</source>
        <translation>
            <numerusform>%1 of these addresses uses a method that may change something on the server, such as POST. Send it again?</numerusform>
            <numerusform>%1 of these addresses use a method that may change something on the server, such as POST. Send them again?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 addresses have not been fetched yet: Start fetches them.</source>
        <translation>
            <numerusform>%1 address has not been fetched yet: Start fetches it.</numerusform>
            <numerusform>%1 addresses have not been fetched yet: Start fetches them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::RunTools</name>
    <message numerus="yes">
        <source>%1 changes were written to %2.</source>
        <translation>
            <numerusform>%1 change was written to %2.</numerusform>
            <numerusform>%1 changes were written to %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turnstone::SecretsDialog</name>
    <message numerus="yes">
        <source>%1 (%2 addresses)</source>
        <translation>
            <numerusform>%1 (%2 address)</numerusform>
            <numerusform>%1 (%2 addresses)</numerusform>
        </translation>
    </message>
</context>
</TS>
