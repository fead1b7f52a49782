# What CPack makes of an installation: scripts/package calls it for the Debian package.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME turnstone)
set(CPACK_PACKAGE_VENDOR "The Turnstone maintainers")
set(CPACK_PACKAGE_CONTACT "Turnstone maintainers <maintainers@turnstone.org>")
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}")
set(CPACK_PACKAGING_INSTALL_PREFIX "/usr")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
# What only a package has: copyright and changelog.
set(debian "${PROJECT_SOURCE_DIR}/resources/debian")
install(FILES "${debian}/copyright" "${debian}/changelog" DESTINATION "share/doc/turnstone"
        COMPONENT debian EXCLUDE_FROM_ALL)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};Turnstone;ALL;/" "${CMAKE_BINARY_DIR};Turnstone;debian;/")
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_LIST_DIR}/CompressDocs.cmake")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "web crawler and monitor for lists of addresses")
set(CPACK_PACKAGE_DESCRIPTION
"Turnstone fetches a list of web addresses, thousands or millions of them,
concurrently and politely, shows each one live, judges it on evidence,
and exports what it found as CSV, JSON Lines, Excel, JUnit XML or a report for
the browser. A project remembers every run and shows what changed.
.
The same engine runs in a window (turnstone) and on the command line
(turnstone-cli).")

# Libraries are found by dpkg-shlibdeps; what Qt loads while it runs is not, so its package is asked for by the file.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(plugins sqldrivers/libqsqlite.so tls/libqopensslbackend.so)
if(TURNSTONE_GUI)
    list(APPEND plugins platforms/libqxcb.so iconengines/libqsvgicon.so imageformats/libqsvg.so)
endif()
set(depends "")
find_program(TURNSTONE_DPKG_QUERY dpkg-query)
foreach(plugin ${plugins})
    if(TURNSTONE_DPKG_QUERY)
        execute_process(
            COMMAND "${TURNSTONE_DPKG_QUERY}" --search "${QT6_INSTALL_PREFIX}/${QT6_INSTALL_PLUGINS}/${plugin}"
            OUTPUT_VARIABLE owner ERROR_QUIET)
        if(owner MATCHES "^([^:]+):")
            list(APPEND depends "${CMAKE_MATCH_1}")
        endif()
    endif()
endforeach()
list(REMOVE_DUPLICATES depends)
list(JOIN depends ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
# Certificates to check servers by; a session without X.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, qt6-wayland")

include(CPack)
