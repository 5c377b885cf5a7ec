# Puts the page together in OUTPUT: the hand-written FILES, the PROGRAM, the LEARNER and the one with
# THREADS (.js and .wasm), the WEIGHTS, the ICONS, the PICTURE that links to PAGE_URL show, and if
# there are any the test DIGITS (images, labels) and TRAINING (pack_training_digits). ESBUILD joins and
# shortens the scripts, in STAGING. What only the finished files know is filled in where FILES say
# @TOTAL_BYTES@, @SIZES@, @HAS_DIGITS@, @HAS_TRAINING@ or @VERSION@, and in sw.js @HASHES@ and @FIRST@;
# what is stated once, at @FIRST_MODEL@, @MODELS@, @PICTURE_URL@, @PAPER_COLORS@ and @NIGHT_COLORS@
# (style.css), @PAPER_GROUND@ and @NIGHT_GROUND@.
cmake_minimum_required(VERSION 3.25)

include(${CMAKE_CURRENT_LIST_DIR}/palettes.cmake)

set(first_model ${FIRST_MODEL}.bin)  # what the page starts with

# What the browser loads by itself; each takes its imports along.
set(scripts about.js start.js latentpad.js learner.js)

file(GLOB old_scripts ${OUTPUT}/*.js)
file(REMOVE_RECURSE ${OUTPUT}/weights ${OUTPUT}/icons ${OUTPUT}/digits ${STAGING} ${old_scripts})
file(MAKE_DIRECTORY ${OUTPUT}/weights ${OUTPUT}/icons)
# Older emcc also write what a thread's worker begins with.
file(GLOB thread_files ${THREADS}.js ${THREADS}.worker.js)
set(copied ${PROGRAM}.js ${PROGRAM}.wasm ${LEARNER}.js ${LEARNER}.wasm ${thread_files}
  ${THREADS}.wasm ${WEIGHTS} ${ICONS} ${DIGITS} ${TRAINING})
file(COPY ${PROGRAM}.js ${LEARNER}.js DESTINATION ${STAGING})
file(COPY ${PROGRAM}.wasm ${LEARNER}.wasm ${THREADS}.wasm DESTINATION ${OUTPUT})
file(COPY ${thread_files} DESTINATION ${OUTPUT})  # they name one another
file(COPY ${WEIGHTS} DESTINATION ${OUTPUT}/weights)
file(COPY ${ICONS} DESTINATION ${OUTPUT}/icons)
file(COPY ${PICTURE} DESTINATION ${OUTPUT})

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

# HAS_DIGITS: whether the page can show them.
set(HAS_DIGITS no)
if(DIGITS)
  set(HAS_DIGITS yes)
  set(names images.bin labels.bin)
  foreach(file name IN ZIP_LISTS DIGITS names)
    configure_file(${file} ${OUTPUT}/digits/${name} COPYONLY)
    file(SIZE ${file} size)
    string(APPEND SIZES ",\"digits/${name}\":${size}")
  endforeach()
endif()
# HAS_TRAINING: whether the page can learn from them.
set(HAS_TRAINING no)
foreach(file IN LISTS TRAINING)
  set(HAS_TRAINING yes)
  cmake_path(GET file FILENAME name)
  configure_file(${file} ${OUTPUT}/digits/${name} COPYONLY)
  file(SIZE ${file} size)
  string(APPEND SIZES ",\"digits/${name}\":${size}")
endforeach()
string(REGEX REPLACE "^,(.*)$" "{\\1}" SIZES "${SIZES}")
if(NOT found)
  message(WARNING "weights/${FIRST_MODEL}.safetensors is missing: the page will say so instead of starting. "
    "Train it with vae-train.")
endif()

# MODELS: those that an address may name.
list(JOIN OFFERED_MODELS "\", \"" MODELS)
set(MODELS "[\"${MODELS}\"]")

# PICTURE_URL: who shows links wants it whole; without PAGE_URL it is beside the page.
cmake_path(GET PICTURE FILENAME PICTURE_URL)
if(PAGE_URL)
  string(REGEX REPLACE "/*$" "/" PAGE_URL "${PAGE_URL}")
  string(PREPEND PICTURE_URL "${PAGE_URL}")
endif()

foreach(palette IN ITEMS PAPER NIGHT)
  vae_fill_palette(${palette}_COLORS VAE_${palette} "--NAME: #HEX; ")
  string(REPLACE _ - ${palette}_COLORS "${${palette}_COLORS}")
  string(REGEX MATCH "--ground: (#[0-9a-f]+)" ground "${${palette}_COLORS}")
  set(${palette}_GROUND ${CMAKE_MATCH_1})
endforeach()

# VERSION: part of every address, so that a browser never mixes the files of two versions.
foreach(file IN LISTS copied FILES)
  file(SHA256 ${file} hash)
  string(APPEND hashes ${hash})
endforeach()
execute_process(COMMAND ${ESBUILD} --version OUTPUT_VARIABLE esbuild_version
  COMMAND_ERROR_IS_FATAL ANY)
string(SHA256 VERSION "${hashes}${esbuild_version}")
string(SUBSTRING ${VERSION} 0 12 VERSION)

set(first about.js start.js latentpad.js latentpad.wasm)
foreach(file IN LISTS FILES)
  cmake_path(GET file FILENAME name)
  if(name MATCHES "\\.js$")
    configure_file(${file} ${STAGING}/${name} @ONLY)
  else()
    configure_file(${file} ${OUTPUT}/${name} @ONLY)
    list(APPEND first ${name})
  endif()
endforeach()
execute_process(
  COMMAND ${ESBUILD} ${scripts} --bundle --minify --format=esm --charset=utf8 --legal-comments=none
    --log-level=warning --outdir=${OUTPUT}
  WORKING_DIRECTORY ${STAGING}
  COMMAND_ERROR_IS_FATAL ANY)

# HASHES: what the service worker checks every file against; FIRST: what it fetches beforehand.
file(GLOB_RECURSE icons RELATIVE ${OUTPUT} ${OUTPUT}/icons/*)
file(GLOB_RECURSE later RELATIVE ${OUTPUT} ${OUTPUT}/weights/* ${OUTPUT}/digits/*)
list(APPEND first ${icons})
list(APPEND later learner.js learner_core.wasm learner_threads.wasm)
foreach(file IN LISTS thread_files)
  cmake_path(GET file FILENAME name)
  list(APPEND later ${name})
endforeach()
set(first_map ${FIRST_MODEL}.map.bin)
foreach(name IN ITEMS weights/${first_model} weights/${first_map})
  if(EXISTS ${OUTPUT}/${name})
    list(APPEND first ${name})
  endif()
endforeach()
set(all ${first} ${later})
list(REMOVE_DUPLICATES all)
set(HASHES "")
foreach(name IN LISTS all)
  file(SHA256 ${OUTPUT}/${name} hash)
  string(APPEND HASHES ",\n  \"${name}\": \"${hash}\"")
endforeach()
string(REGEX REPLACE "^,(.*)$" "{\\1\n}" HASHES "${HASHES}")
list(JOIN first "\", \"" FIRST)
set(FIRST "[\"${FIRST}\"]")
configure_file(${CMAKE_CURRENT_LIST_DIR}/sw.js ${OUTPUT}/sw.js @ONLY)

file(TOUCH ${OUTPUT}/index.html)  # up to date even when nothing in it changed
