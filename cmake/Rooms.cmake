# turnstone_room(NAME SOURCES ... LINKS ...)   a static library turnstone::NAME: one room of core/ or ui/.
# turnstone_test(NAME SOURCES ... LINKS ...)   one Qt Test program; runs without a display.
# turnstone_bench(NAME SOURCES ... LINKS ...)  one measuring program; built with the tests, run by scripts/bench.

include(CMakeParseArguments)

function(turnstone_room name)
    cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS" ${ARGN})
    add_library(turnstone_${name} STATIC ${ROOM_SOURCES})
    add_library(turnstone::${name} ALIAS turnstone_${name})
    target_link_libraries(turnstone_${name} PUBLIC turnstone::strict ${ROOM_LINKS})
endfunction()

function(turnstone_test name)
    cmake_parse_arguments(TEST "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${TEST_SOURCES})
    target_link_libraries(${name} PRIVATE turnstone::strict Qt6::Test ${TEST_LINKS})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES ENVIRONMENT
        "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0;UBSAN_OPTIONS=print_stacktrace=1")
endfunction()

function(turnstone_bench name)
    cmake_parse_arguments(BENCH "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${BENCH_SOURCES})
    target_link_libraries(${name} PRIVATE turnstone::strict ${BENCH_LINKS})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
endfunction()
