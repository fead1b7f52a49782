# Finds what the project needs and names the Debian/Ubuntu package of whatever is missing.

set(TURNSTONE_MISSING "")

# Qt Charts needs the OpenGL modules, which some distributions package apart.
set(TURNSTONE_QT Core Network Concurrent)
if(TURNSTONE_GUI)
    list(APPEND TURNSTONE_QT Gui Widgets OpenGL OpenGLWidgets Charts Svg)
endif()
if(TURNSTONE_TESTS)
    list(APPEND TURNSTONE_QT Test)
endif()
find_package(Qt6 6.4 QUIET OPTIONAL_COMPONENTS ${TURNSTONE_QT})
foreach(component ${TURNSTONE_QT})
    if(NOT TARGET Qt6::${component})
        set(package qt6-base-dev)
        if(component STREQUAL "Charts")
            set(package qt6-charts-dev)
        elseif(component MATCHES "OpenGL")
            set(package libqt6opengl6-dev)
        elseif(component STREQUAL "Svg")
            set(package qt6-svg-dev)
        endif()
        list(APPEND TURNSTONE_MISSING "Qt6 ${component} (${package})")
    endif()
endforeach()

find_package(PkgConfig QUIET)
if(NOT PkgConfig_FOUND)
    list(APPEND TURNSTONE_MISSING "pkg-config (pkg-config)")
else()
    pkg_check_modules(gumbo QUIET IMPORTED_TARGET gumbo)
    if(NOT gumbo_FOUND)
        list(APPEND TURNSTONE_MISSING "gumbo (libgumbo-dev)")
    endif()
    pkg_check_modules(uchardet QUIET IMPORTED_TARGET uchardet)
    if(NOT uchardet_FOUND)
        list(APPEND TURNSTONE_MISSING "uchardet (libuchardet-dev)")
    endif()
    # The demo site compresses with these; the engine itself decompresses through Qt.
    pkg_check_modules(brotlienc QUIET IMPORTED_TARGET libbrotlienc)
    if(NOT brotlienc_FOUND)
        list(APPEND TURNSTONE_MISSING "brotli (libbrotli-dev)")
    endif()
    pkg_check_modules(zlib QUIET IMPORTED_TARGET zlib)
    if(NOT zlib_FOUND)
        list(APPEND TURNSTONE_MISSING "zlib (zlib1g-dev)")
    endif()
    # Boost.Asio and Boost.Beast (headers only) serve the demo site.
    find_package(Boost 1.74 QUIET)
    if(NOT Boost_FOUND)
        list(APPEND TURNSTONE_MISSING "Boost (libboost-dev)")
    endif()
endif()

if(TURNSTONE_MISSING)
    list(JOIN TURNSTONE_MISSING "\n  " TURNSTONE_MISSING_LINES)
    message(FATAL_ERROR
        "Turnstone cannot be built yet. Missing, with the Debian/Ubuntu package in brackets:\n"
        "  ${TURNSTONE_MISSING_LINES}\n"
        "scripts/run and scripts/test install them.")
endif()

find_package(Threads REQUIRED)

find_program(TURNSTONE_CCACHE ccache)
if(TURNSTONE_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${TURNSTONE_CCACHE}")
endif()
