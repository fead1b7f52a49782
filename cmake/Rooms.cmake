# turnstone_room(NAME SOURCES ... LINKS ...)   a static library turnstone::NAME: one room of core/ or ui/.
# turnstone_test(NAME SOURCES ... LINKS ...)   one Qt Test program; runs without a display. Those that are named in
#                                              TURNSTONE_THREAD_TESTS have the label "threads"; with ENGINES it
#                                              runs again, as NAME_qt, on the engine of Qt.
# turnstone_bench(NAME SOURCES ... LINKS ...)  one measuring program; built with the tests, run by scripts/bench.

include(CMakeParseArguments)

function(turnstone_room name)
    cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS" ${ARGN})
    add_library(turnstone_${name} STATIC ${ROOM_SOURCES})
    add_library(turnstone::${name} ALIAS turnstone_${name})
    target_link_libraries(turnstone_${name} PUBLIC turnstone::strict ${ROOM_LINKS})
    turnstone_precompile(turnstone_${name})
endfunction()

function(turnstone_test name)
    cmake_parse_arguments(TEST "ENGINES" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${TEST_SOURCES})
    target_link_libraries(${name} PRIVATE turnstone::strict Qt6::Test ${TEST_LINKS})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    if(TURNSTONE_SANITIZE) # a test itself has nothing to be quick for, and is compiled in two thirds of the time
        target_compile_options(${name} PRIVATE -O0)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    if(name IN_LIST TURNSTONE_THREAD_TESTS)
        set_tests_properties(${name} PROPERTIES LABELS threads)
        add_dependencies(thread-tests ${name})
    endif()
    set(environment
        "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0;UBSAN_OPTIONS=print_stacktrace=1")
    if(TURNSTONE_SANITIZE STREQUAL "thread")
        # Not of the modules that are not instrumented: what Qt does to its own memory is not looked at.
        list(APPEND environment "LD_PRELOAD=$<TARGET_FILE:turnstone_qtsync>"
            "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp:ignore_noninstrumented_modules=1:second_deadlock_stack=1:print_suppressions=0:exitcode=66")
        add_dependencies(${name} turnstone_qtsync)
    endif()
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "${environment}")
    if(TEST_ENGINES)
        add_test(NAME ${name}_qt COMMAND ${name})
        set_tests_properties(${name}_qt PROPERTIES ENVIRONMENT "${environment};TURNSTONE_ENGINE=qt")
    endif()
endfunction()

function(turnstone_bench name)
    cmake_parse_arguments(BENCH "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${BENCH_SOURCES})
    target_link_libraries(${name} PRIVATE turnstone::strict ${BENCH_LINKS})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
endfunction()
