# Third-party code, all of it. Whatever its origin, each dependency ends as one target:
#   Eigen3::Eigen  tl::expected  nlohmann_json::nlohmann_json  mbedtls_sha256   (native and page)
#   imgui  SDL2::SDL2                                                           (VAE_BUILD_APP)
#   GTest::gtest_main                                                           (VAE_BUILD_TESTS)
#   stb                                                           (the installed package only)
#   Threads::Threads  ZLIB::ZLIB  CURL::libcurl  CLI11::CLI11  benchmark::benchmark   (native)
#
# Origins, the first that is there:
#   1. an unpacked source tree of your own: -DFETCHCONTENT_SOURCE_DIR_IMGUI=<dir>, and so on
#   2. the installed package (for the page: of header-only libraries only)
#   3. the Debian source package that tools/setup unpacked in VAE_DEPS_DIR
#   4. the upstream release, downloaded and checked
# The last row has packages only: these libraries serve the command-line tools.
include(FetchContent)

set(VAE_DEPS_DIR ${PROJECT_SOURCE_DIR}/build/deps CACHE PATH
  "Where tools/setup unpacks Debian source packages")

# Sets <variable> to a source tree of <name>: origins 1, 3 and 4.
function(vae_source variable name url sha256)
  string(TOUPPER ${name} upper)
  if(NOT FETCHCONTENT_SOURCE_DIR_${upper} AND IS_DIRECTORY ${VAE_DEPS_DIR}/${name})
    set(FETCHCONTENT_SOURCE_DIR_${upper} ${VAE_DEPS_DIR}/${name})
  elseif(NOT FETCHCONTENT_SOURCE_DIR_${upper})
    message(STATUS "${name}: not in ${VAE_DEPS_DIR} (tools/setup puts it there), from ${url}")
  endif()
  # A SOURCE_SUBDIR that no tree has: we compile what we need, not the library's own project.
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} SOURCE_SUBDIR none
    DOWNLOAD_EXTRACT_TIMESTAMP ON)
  FetchContent_MakeAvailable(${name})
  set(${variable} ${${name}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

# Upstream releases. The sums are those that independent package recipes (Bazel, Spack, Homebrew,
# Alpine, Arch and others) record for these very files.
set(VAE_SOURCE_eigen
  https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.gz
  8586084f71f9bde545ee7fa6d00288b264a2b7ac3607b974e54d13e7162c1c72)
set(VAE_SOURCE_expected
  https://github.com/TartanLlama/expected/archive/refs/tags/v1.1.0.tar.gz
  1db357f46dd2b24447156aaf970c4c40a793ef12a8a9c2ad9e096d9801368df6)
set(VAE_SOURCE_json
  https://github.com/nlohmann/json/releases/download/v3.11.2/json.tar.xz
  8c4b26bf4b422252e13f332bc5e388ec0ab5c3443d24399acb675e68278d341f)
set(VAE_SOURCE_mbedtls
  https://github.com/Mbed-TLS/mbedtls/archive/refs/tags/v2.28.3.tar.gz
  bdf7c5bbdc338da3edad89b2885d4f8668f9a6fffeba6ec17a60333e36dade6f)
set(VAE_SOURCE_imgui
  https://github.com/ocornut/imgui/archive/refs/tags/v1.90.1.tar.gz
  21dcc985bb2ae8fe48047c86135dbc438d6980a8f2e08babbda5be820592f282)
set(VAE_SOURCE_sdl2
  https://github.com/libsdl-org/SDL/releases/download/release-2.26.5/SDL2-2.26.5.tar.gz
  ad8fea3da1be64c83c45b1d363a6b4ba8fd60f5bde3b23ec73855709ec5eabf7)
set(VAE_SOURCE_googletest
  https://github.com/google/googletest/archive/refs/tags/release-1.12.1.tar.gz
  81964fe578e9bd7c94dfdb09c8e4d6e6759e19967e397dbea48d1c10e45d0df2)

# <target>, a header-only library: <folder>/<header> of the host's include directory, copied so
# that emcc sees these headers and none of the host's C library; else <name> from its source.
function(vae_add_headers target folder header name)
  string(TOUPPER ${name} upper)
  set(include ${PROJECT_BINARY_DIR}/headers/${folder})
  find_path(VAE_${upper}_INCLUDE ${folder}/${header}
    PATHS /usr/local/include /usr/include NO_CMAKE_FIND_ROOT_PATH)
  if(VAE_${upper}_INCLUDE AND NOT FETCHCONTENT_SOURCE_DIR_${upper})
    file(COPY ${VAE_${upper}_INCLUDE}/${folder} DESTINATION ${include})
  else()
    vae_source(dir ${name} ${VAE_SOURCE_${name}})
    set(include ${dir}/include)
  endif()
  add_library(${name}_headers INTERFACE)
  target_include_directories(${name}_headers SYSTEM INTERFACE ${include})
  add_library(${target} ALIAS ${name}_headers)
endfunction()

# --- native and page --------------------------------------------------------------------------

if(NOT FETCHCONTENT_SOURCE_DIR_EIGEN)
  find_package(Eigen3 3.4 QUIET NO_MODULE NO_CMAKE_FIND_ROOT_PATH)
endif()
if(NOT TARGET Eigen3::Eigen)
  vae_source(eigen_dir eigen ${VAE_SOURCE_eigen})
  add_library(eigen_headers INTERFACE)
  target_include_directories(eigen_headers SYSTEM INTERFACE ${eigen_dir})
  add_library(Eigen3::Eigen ALIAS eigen_headers)
endif()

vae_add_headers(tl::expected tl expected.hpp expected)
vae_add_headers(nlohmann_json::nlohmann_json nlohmann json.hpp json)

find_path(VAE_STB_INCLUDE stb_image_write.h PATHS /usr/local/include /usr/include
  PATH_SUFFIXES stb NO_CMAKE_FIND_ROOT_PATH REQUIRED)
file(COPY ${VAE_STB_INCLUDE}/ DESTINATION ${PROJECT_BINARY_DIR}/headers/stb
  FILES_MATCHING PATTERN "stb_*.h")
add_library(stb INTERFACE)
target_include_directories(stb SYSTEM INTERFACE ${PROJECT_BINARY_DIR}/headers/stb)

add_library(mbedtls_sha256 INTERFACE)
if(NOT EMSCRIPTEN AND NOT FETCHCONTENT_SOURCE_DIR_MBEDTLS)
  find_path(VAE_MBEDTLS_INCLUDE mbedtls/sha256.h)
  if(VAE_PORTABLE)  # each release of Debian has another one
    find_library(VAE_MBEDCRYPTO NAMES libmbedcrypto.a mbedcrypto)
  endif()
  find_library(VAE_MBEDCRYPTO mbedcrypto)
endif()
if(VAE_MBEDTLS_INCLUDE AND VAE_MBEDCRYPTO)
  target_include_directories(mbedtls_sha256 SYSTEM INTERFACE ${VAE_MBEDTLS_INCLUDE})
  target_link_libraries(mbedtls_sha256 INTERFACE ${VAE_MBEDCRYPTO})
else()
  vae_source(mbedtls_dir mbedtls ${VAE_SOURCE_mbedtls})
  add_library(mbedtls_sha256_only STATIC
    ${mbedtls_dir}/library/sha256.c ${mbedtls_dir}/library/platform_util.c)
  target_include_directories(mbedtls_sha256_only SYSTEM PUBLIC ${mbedtls_dir}/include)
  target_compile_options(mbedtls_sha256_only PRIVATE ${VAE_SHAREABLE})
  target_link_libraries(mbedtls_sha256 INTERFACE mbedtls_sha256_only)
endif()

# --- the program ------------------------------------------------------------------------------

if(VAE_BUILD_APP)
  if(EMSCRIPTEN)
    include(Sdl2Web)
    vae_source(sdl2_dir sdl2 ${VAE_SOURCE_sdl2})
    vae_add_sdl2_for_web(${sdl2_dir})
  else()
    find_package(OpenGL REQUIRED)
    if(NOT FETCHCONTENT_SOURCE_DIR_SDL2)
      find_package(SDL2 QUIET)
    endif()
    if(NOT TARGET SDL2::SDL2)
      vae_source(sdl2_dir sdl2 ${VAE_SOURCE_sdl2})
      set(SDL2_DISABLE_INSTALL ON)
      set(SDL_TEST OFF)
      add_subdirectory(${sdl2_dir} ${PROJECT_BINARY_DIR}/sdl2 EXCLUDE_FROM_ALL SYSTEM)
    endif()
  endif()

  vae_source(imgui_dir imgui ${VAE_SOURCE_imgui})
  add_library(imgui STATIC
    ${imgui_dir}/imgui.cpp
    ${imgui_dir}/imgui_demo.cpp
    ${imgui_dir}/imgui_draw.cpp
    ${imgui_dir}/imgui_tables.cpp
    ${imgui_dir}/imgui_widgets.cpp
    ${imgui_dir}/backends/imgui_impl_opengl3.cpp
    ${imgui_dir}/backends/imgui_impl_sdl2.cpp)
  target_include_directories(imgui SYSTEM PUBLIC ${imgui_dir} ${imgui_dir}/backends)
  target_link_libraries(imgui PUBLIC SDL2::SDL2 ${CMAKE_DL_LIBS} PRIVATE vae_small)
  # The demo and the inspector are a third of Dear ImGui's code; users get neither.
  target_compile_definitions(imgui PUBLIC
    IMGUI_DISABLE_STB_TRUETYPE_IMPLEMENTATION IMGUI_DISABLE_STB_RECT_PACK_IMPLEMENTATION
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
  if(NOT EMSCRIPTEN AND NOT FETCHCONTENT_SOURCE_DIR_GOOGLETEST)
    find_package(GTest QUIET)
  endif()
  if(NOT TARGET GTest::gtest_main)
    if(EMSCRIPTEN AND NOT FETCHCONTENT_SOURCE_DIR_GOOGLETEST AND IS_DIRECTORY /usr/src/googletest)
      set(FETCHCONTENT_SOURCE_DIR_GOOGLETEST /usr/src/googletest)  # Debian's package googletest
    endif()
    vae_source(googletest_dir googletest ${VAE_SOURCE_googletest})
    set(gtest_disable_pthreads ${EMSCRIPTEN})
    set(BUILD_GMOCK OFF)
    set(INSTALL_GTEST OFF)
    add_subdirectory(${googletest_dir} ${PROJECT_BINARY_DIR}/googletest EXCLUDE_FROM_ALL SYSTEM)
    if(EMSCRIPTEN)
      target_compile_options(gtest PRIVATE -fno-exceptions -fno-rtti)
      target_compile_options(gtest_main PRIVATE -fno-exceptions -fno-rtti)
    endif()
  endif()
endif()

# --- native only ------------------------------------------------------------------------------

if(NOT EMSCRIPTEN)
  find_package(Threads REQUIRED)
  find_package(ZLIB REQUIRED)
  find_package(CURL REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(benchmark QUIET)  # vae-bench is built where it is installed
endif()
