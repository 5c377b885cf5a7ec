# vae_node_program(<target>): under emcc, a program that Node runs: one file, which sees the files of
# the machine, and whose exit code is the result.
function(vae_node_program target)
  if(NOT EMSCRIPTEN)
    return()
  endif()
  target_link_options(${target} PRIVATE
    -sENVIRONMENT=node
    -sSINGLE_FILE=1  # a separate .wasm goes through fetch, which Node has without files
    -sNODERAWFS=1
    -sEXIT_RUNTIME=1
    -sALLOW_MEMORY_GROWTH=1)
  if(EMSCRIPTEN_VERSION VERSION_LESS 3.1.10 AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 15)
    target_sources(${target} PRIVATE
      ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/web-sources/exported_main.cc)
  endif()
endfunction()
