# Headers that take longer to read than the code that uses them, read once for each kind of target.
# Code includes what it uses all the same, and builds without them (VAE_PRECOMPILE=OFF).
option(VAE_PRECOMPILE "Precompile the large headers" ON)

# vae_precompile(HEADERS <header>... TARGETS <target>...): those of the targets that there are. The
# first one compiles the headers; the others, of the same flags and built after it, use what it made.
function(vae_precompile)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "HEADERS;TARGETS")
  if(NOT VAE_PRECOMPILE)
    return()
  endif()
  set(first)
  foreach(target IN LISTS arg_TARGETS)
    if(NOT TARGET ${target})
      continue()
    elseif(first)
      target_precompile_headers(${target} REUSE_FROM ${first})
    else()
      target_precompile_headers(${target} PRIVATE ${arg_HEADERS})
      set(first ${target})
    endif()
  endforeach()
endfunction()
