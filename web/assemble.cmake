# Puts the page together in OUTPUT: the hand-written FILES, the PROGRAM (.js and .wasm) and the
# WEIGHTS. What only the finished files know is filled in where FILES say @TOTAL_BYTES@ or @VERSION@.
file(MAKE_DIRECTORY ${OUTPUT}/weights)
set(copied ${PROGRAM}.js ${PROGRAM}.wasm)
file(COPY ${copied} DESTINATION ${OUTPUT})
set(total_bytes 0)
set(measured ${PROGRAM}.wasm)
if(EXISTS ${WEIGHTS})
  file(COPY ${WEIGHTS} DESTINATION ${OUTPUT}/weights)
  list(APPEND copied ${WEIGHTS})
  list(APPEND measured ${WEIGHTS})
else()
  file(REMOVE_RECURSE ${OUTPUT}/weights)
  message(WARNING "${WEIGHTS} is missing: the page will say so instead of starting. "
    "Train it with vae-train.")
endif()

# TOTAL_BYTES: what the progress bar counts. Headers cannot tell: Content-Length is of the
# compressed bytes.
foreach(file IN LISTS measured)
  file(SIZE ${file} size)
  math(EXPR total_bytes "${total_bytes} + ${size}")
endforeach()
set(TOTAL_BYTES ${total_bytes})

# VERSION: part of every address, so that a browser never mixes the files of two versions.
foreach(file IN LISTS copied FILES)
  file(SHA256 ${file} hash)
  string(APPEND hashes ${hash})
endforeach()
string(SHA256 VERSION "${hashes}")
string(SUBSTRING ${VERSION} 0 12 VERSION)

foreach(file IN LISTS FILES)
  cmake_path(GET file FILENAME name)
  configure_file(${file} ${OUTPUT}/${name} @ONLY)
endforeach()
file(TOUCH ${OUTPUT}/index.html)  # up to date even when nothing in it changed
