# Puts the page together in OUTPUT: the hand-written FILES, the PROGRAM (.js and .wasm) and the
# WEIGHTS. What only the finished files know is filled in where FILES say @TOTAL_BYTES@, @SIZES@ or
# @VERSION@.
set(first_model latent10.safetensors)  # what the page starts with

file(REMOVE_RECURSE ${OUTPUT}/weights)
file(MAKE_DIRECTORY ${OUTPUT}/weights)
set(copied ${PROGRAM}.js ${PROGRAM}.wasm ${WEIGHTS})
file(COPY ${PROGRAM}.js ${PROGRAM}.wasm DESTINATION ${OUTPUT})
file(COPY ${WEIGHTS} DESTINATION ${OUTPUT}/weights)

# TOTAL_BYTES and SIZES: what progress bars count. Headers cannot tell: Content-Length is of the
# compressed bytes.
file(SIZE ${PROGRAM}.wasm TOTAL_BYTES)
set(SIZES "")
foreach(file IN LISTS WEIGHTS)
  cmake_path(GET file FILENAME name)
  file(SIZE ${file} size)
  string(APPEND SIZES ",\"weights/${name}\":${size}")
  if(name STREQUAL first_model)
    math(EXPR TOTAL_BYTES "${TOTAL_BYTES} + ${size}")
    set(found TRUE)
  endif()
endforeach()
string(REGEX REPLACE "^,(.*)$" "{\\1}" SIZES "${SIZES}")
if(NOT found)
  message(WARNING "weights/${first_model} is missing: the page will say so instead of starting. "
    "Train it with vae-train.")
endif()

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
