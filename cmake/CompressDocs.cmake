# Run by CPack over what it is about to pack: Debian wants the manual and the changelog compressed, without a time.
file(GLOB documents "${CPACK_TEMPORARY_DIRECTORY}/usr/share/man/man1/*.1"
     "${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/*/changelog")
foreach(document ${documents})
    execute_process(COMMAND gzip --best --no-name --force "${document}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()
