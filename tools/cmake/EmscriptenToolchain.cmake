# Emscripten's own toolchain file, found from the emcc on the PATH (Debian's package, emsdk, ...),
# with Node as the program that runs what is built.
find_program(VAE_EMCC emcc REQUIRED)
file(REAL_PATH ${VAE_EMCC} emcc_path)
cmake_path(GET emcc_path PARENT_PATH emscripten_root)
find_program(VAE_NODE NAMES node nodejs REQUIRED)
# Set before Emscripten's file, which would add flags for Node that newer ones refuse.
set(CMAKE_CROSSCOMPILING_EMULATOR ${VAE_NODE} CACHE FILEPATH "Runs the tests")
include(${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)

# What may be linked to memory that threads share has to be compiled for it; it can be linked without,
# too. Every browser with SIMD knows both.
set(VAE_SHAREABLE -matomics -mbulk-memory)

# Debian's emcc looks for the module acorn where only Debian's own Node does.
if(IS_DIRECTORY /usr/share/nodejs/acorn)
  set(ENV{NODE_PATH} /usr/share/nodejs)  # for what is compiled while configuring
  set_property(GLOBAL PROPERTY RULE_LAUNCH_LINK
    "${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs")
endif()
