# What `cmake --install` puts where: the programs, their manual pages and completions, and what a desktop needs to know.

include(GNUInstallDirs)
set(TURNSTONE_ZSH_DIR "${CMAKE_INSTALL_DATADIR}/zsh/site-functions"
    CACHE STRING "Where zsh looks for completions, in the prefix")

set(programs turnstone-cli)
if(TURNSTONE_GUI)
    list(APPEND programs turnstone)
    set(resources "${PROJECT_SOURCE_DIR}/resources")
    # The file is named as the application is in it.
    file(STRINGS "${resources}/turnstone.metainfo.xml" id REGEX "<id>")
    string(REGEX REPLACE " *<id>(.*)</id>" "\\1" id "${id}")
    install(FILES "${resources}/turnstone.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES "${resources}/turnstone.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo"
            RENAME "${id}.metainfo.xml")
    install(FILES "${resources}/turnstone-mime.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages"
            RENAME turnstone.xml)
    install(FILES "${resources}/icons/turnstone.svg"
            DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
endif()

install(TARGETS ${programs} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
foreach(program ${programs})
    install(FILES "${TURNSTONE_MANUAL}/${program}.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
    install(FILES "${TURNSTONE_MANUAL}/${program}.bash"
            DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME "${program}")
    install(FILES "${TURNSTONE_MANUAL}/${program}.zsh" DESTINATION "${TURNSTONE_ZSH_DIR}" RENAME "_${program}")
    install(FILES "${TURNSTONE_MANUAL}/${program}.fish"
            DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
endforeach()
