# Third-party code, all of it. Whatever its origin, each dependency ends as one target:
#   Eigen3::Eigen  tl::expected  nlohmann_json::nlohmann_json  mbedtls_sha256   (native and page)
#   imgui  SDL2::SDL2                                                           (VAE_BUILD_APP)
#   GTest::gtest_main                                                           (VAE_BUILD_TESTS)
#   ZLIB::ZLIB  CURL::libcurl  CLI11::CLI11  stb  benchmark::benchmark          (native only)
#
# Origins, the first that is there:
#   1. an unpacked source tree: -DFETCHCONTENT_SOURCE_DIR_IMGUI=<dir> (_SDL2, _MBEDTLS, ...)
#   2. an installed package (never for the page, except for header-only libraries)
#   3. a Debian source package, unpacked in VAE_DEPS_DIR by tools/demo or tools/test
include(FetchContent)

set(VAE_DEPS_DIR ${PROJECT_SOURCE_DIR}/build/deps CACHE PATH
  "Where tools/demo and tools/test unpack Debian source packages")

# Sets <variable> to the source tree of <name> (lower case), or stops with a sentence.
function(vae_find_source variable name)
  string(TOUPPER ${name} upper)
  if(FETCHCONTENT_SOURCE_DIR_${upper})
    set(dir ${FETCHCONTENT_SOURCE_DIR_${upper}})
  else()
    set(dir ${VAE_DEPS_DIR}/${name})
  endif()
  if(NOT IS_DIRECTORY ${dir})
    message(FATAL_ERROR "The source of ${name} is missing: ${dir} does not exist. "
      "Run tools/setup, or give a tree with -DFETCHCONTENT_SOURCE_DIR_${upper}=<dir>.")
  endif()
  set(${variable} ${dir} PARENT_SCOPE)
endfunction()

# A header-only library from the include directory of the host: copied, so that emcc sees these
# headers and none of the host's C library.
function(vae_add_headers target folder)
  find_path(VAE_${folder}_INCLUDE ${ARGN}
    PATHS /usr/local/include /usr/include NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  file(COPY ${VAE_${folder}_INCLUDE}/${folder} DESTINATION ${PROJECT_BINARY_DIR}/headers/${folder})
  add_library(${folder}_headers INTERFACE)
  target_include_directories(${folder}_headers SYSTEM INTERFACE
    ${PROJECT_BINARY_DIR}/headers/${folder})
  add_library(${target} ALIAS ${folder}_headers)
endfunction()

# --- native and page --------------------------------------------------------------------------

find_package(Eigen3 3.4 REQUIRED NO_MODULE NO_CMAKE_FIND_ROOT_PATH)
vae_add_headers(tl::expected tl tl/expected.hpp)
vae_add_headers(nlohmann_json::nlohmann_json nlohmann nlohmann/json.hpp)

add_library(mbedtls_sha256 INTERFACE)
if(EMSCRIPTEN)
  vae_find_source(mbedtls_dir mbedtls)
  add_library(mbedtls_sha256_web STATIC
    ${mbedtls_dir}/library/sha256.c ${mbedtls_dir}/library/platform_util.c)
  target_include_directories(mbedtls_sha256_web SYSTEM PUBLIC ${mbedtls_dir}/include)
  target_link_libraries(mbedtls_sha256 INTERFACE mbedtls_sha256_web)
else()
  find_path(VAE_MBEDTLS_INCLUDE mbedtls/sha256.h REQUIRED)
  find_library(VAE_MBEDCRYPTO mbedcrypto REQUIRED)
  target_include_directories(mbedtls_sha256 SYSTEM INTERFACE ${VAE_MBEDTLS_INCLUDE})
  target_link_libraries(mbedtls_sha256 INTERFACE ${VAE_MBEDCRYPTO})
endif()

# --- the program ------------------------------------------------------------------------------

if(VAE_BUILD_APP)
  if(EMSCRIPTEN)
    include(Sdl2Web)
    vae_find_source(sdl2_dir sdl2)
    vae_add_sdl2_for_web(${sdl2_dir})
  else()
    find_package(SDL2 REQUIRED)
    find_package(OpenGL REQUIRED)
  endif()

  vae_find_source(imgui_dir imgui)
  add_library(imgui STATIC
    ${imgui_dir}/imgui.cpp
    ${imgui_dir}/imgui_demo.cpp
    ${imgui_dir}/imgui_draw.cpp
    ${imgui_dir}/imgui_tables.cpp
    ${imgui_dir}/imgui_widgets.cpp
    ${imgui_dir}/backends/imgui_impl_opengl3.cpp
    ${imgui_dir}/backends/imgui_impl_sdl2.cpp)
  target_include_directories(imgui SYSTEM PUBLIC ${imgui_dir} ${imgui_dir}/backends)
  target_link_libraries(imgui PUBLIC SDL2::SDL2 ${CMAKE_DL_LIBS})
  # The demo and the inspector are a third of Dear ImGui's code; users get neither.
  target_compile_definitions(imgui PUBLIC
    $<$<NOT:$<CONFIG:Debug>>:IMGUI_DISABLE_DEMO_WINDOWS;IMGUI_DISABLE_DEBUG_TOOLS>)
  if(EMSCRIPTEN)
    target_compile_options(imgui PRIVATE -fno-exceptions -fno-rtti)
    target_compile_definitions(imgui PRIVATE IMGUI_IMPL_OPENGL_ES3)  # WebGL 2
  else()
    target_link_libraries(imgui PUBLIC OpenGL::GL)
  endif()
  include(Embed)
endif()

# --- tests ------------------------------------------------------------------------------------

if(VAE_BUILD_TESTS)
  if(EMSCRIPTEN)
    set(googletest_dir /usr/src/googletest)
    if(FETCHCONTENT_SOURCE_DIR_GOOGLETEST)
      set(googletest_dir ${FETCHCONTENT_SOURCE_DIR_GOOGLETEST})
    endif()
    set(gtest_disable_pthreads ON CACHE BOOL "The page has no threads")
    set(BUILD_GMOCK OFF CACHE BOOL "Not used")
    set(INSTALL_GTEST OFF CACHE BOOL "Not used")
    add_subdirectory(${googletest_dir} ${PROJECT_BINARY_DIR}/googletest EXCLUDE_FROM_ALL)
    target_compile_options(gtest PRIVATE -fno-exceptions -fno-rtti)
    target_compile_options(gtest_main PRIVATE -fno-exceptions -fno-rtti)
    if(NOT TARGET GTest::gtest_main)
      add_library(GTest::gtest_main ALIAS gtest_main)
    endif()
  else()
    find_package(GTest REQUIRED)
  endif()
endif()

# --- native only ------------------------------------------------------------------------------

if(NOT EMSCRIPTEN)
  find_package(Threads REQUIRED)
  target_link_libraries(vae_flags INTERFACE Threads::Threads)
  find_package(ZLIB REQUIRED)
  find_package(CURL REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(benchmark QUIET)  # vae-bench is built where it is installed
  find_path(VAE_STB_INCLUDE stb_image_write.h PATH_SUFFIXES stb REQUIRED)
  add_library(stb INTERFACE)
  target_include_directories(stb SYSTEM INTERFACE ${VAE_STB_INCLUDE})
endif()
