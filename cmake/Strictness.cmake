# One place for the warnings and Qt defines that every target of ours links.

add_library(turnstone_strict INTERFACE)
add_library(turnstone::strict ALIAS turnstone_strict)

target_compile_options(turnstone_strict INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
    $<$<BOOL:${TURNSTONE_WERROR}>:-Werror>)
target_compile_definitions(turnstone_strict INTERFACE
    QT_NO_KEYWORDS
    QT_NO_FOREACH
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_USE_QSTRINGBUILDER
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    TURNSTONE_VERSION="${PROJECT_VERSION}")
target_include_directories(turnstone_strict INTERFACE "${PROJECT_SOURCE_DIR}")

if(CMAKE_UNITY_BUILD)
    # It is said of a class of one source file, since that is a header to the file made of several.
    target_compile_options(turnstone_strict INTERFACE -Wno-subobject-linkage)
endif()

if(TURNSTONE_SANITIZE)
    target_compile_options(turnstone_strict INTERFACE -fsanitize=${TURNSTONE_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=undefined)
    target_link_options(turnstone_strict INTERFACE -fsanitize=${TURNSTONE_SANITIZE})
    if(TURNSTONE_SANITIZE STREQUAL "thread")
        # Asio's fences, which this sanitizer does not know; they guard nothing in a site of one thread.
        # What it adds hides from the compiler that an optional's value is only read where there is one.
        target_compile_options(turnstone_strict INTERFACE -Wno-tsan -Wno-maybe-uninitialized)
    endif()
endif()
