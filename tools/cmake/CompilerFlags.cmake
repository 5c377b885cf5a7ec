# How our own code is compiled: vae_flags (machine, sanitizers; reaches every user of our libraries)
# and vae_warnings (linked PRIVATE, by our targets only). Comes after Dependencies.
include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)

add_library(vae_flags INTERFACE)
add_library(vae_warnings INTERFACE)

target_compile_options(vae_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # What GCC guesses of the flow of data at -O3 is wrong within its own headers, and differently in
  # each release: AVX-512 (its bug 105593), std::string (105651), std::optional and std::vector in
  # GCC 14. The build under sanitizers finds such errors where they are real.
  target_compile_options(vae_warnings INTERFACE
    -Wno-maybe-uninitialized -Wno-uninitialized -Wno-restrict -Wno-array-bounds
    -Wno-stringop-overflow -Wno-stringop-overread)
endif()
if(VAE_WARNINGS_AS_ERRORS)
  target_compile_options(vae_warnings INTERFACE -Werror)
endif()

# vae_small: what draws and what is called a few times a frame travels before it runs.
add_library(vae_small INTERFACE)
if(EMSCRIPTEN AND NOT CMAKE_BUILD_TYPE STREQUAL Debug)
  target_compile_options(vae_small INTERFACE -Oz)
endif()

if(VAE_SANITIZE)
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    list(APPEND sanitize -fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/sanitize_ignored.txt)
  endif()
  target_compile_options(vae_flags INTERFACE ${sanitize})
  target_link_options(vae_flags INTERFACE ${sanitize})
endif()

if(EMSCRIPTEN)
  # The page catches nothing: without exceptions and run-time types it is a third smaller.
  target_compile_options(vae_flags INTERFACE -fno-exceptions -fno-rtti ${VAE_SHAREABLE})

  # Eigen keeps temporaries of up to 128 KB on the stack, and newer emcc gives a program 64 KB in
  # all, without a check: what overflows writes over other data. Every view of every model here
  # takes 196 KB at most (a painted stack, read after use). STACK_SIZE was called TOTAL_STACK before
  # emcc 3.1.25.
  if(EMSCRIPTEN_VERSION VERSION_LESS 3.1.25)
    set(stack_size TOTAL_STACK)
  else()
    set(stack_size STACK_SIZE)
  endif()
  target_link_options(vae_flags INTERFACE
    -s${stack_size}=1048576 $<$<CONFIG:Debug>:-sSTACK_OVERFLOW_CHECK=2>)

  # Eigen has no WebAssembly packets, but its SSE packets compile through Emscripten's SSE headers.
  # Two obstacles: Eigen includes mmintrin.h, which clang has for x86 only (web-include holds an
  # empty one), and it writes x86 assembly where __GNUC__ is below 5 or above 5.
  set(simd -msimd128 -msse4.2 -fgnuc-version=5.13)
  set(simd_include ${CMAKE_CURRENT_LIST_DIR}/web-include)
  set(CMAKE_REQUIRED_LIBRARIES Eigen3::Eigen)
  set(CMAKE_REQUIRED_INCLUDES ${simd_include})
  set(CMAKE_REQUIRED_FLAGS ${simd})
  list(JOIN CMAKE_REQUIRED_FLAGS " " CMAKE_REQUIRED_FLAGS)
  check_cxx_source_compiles("
    #include <Eigen/Core>
    #ifndef EIGEN_VECTORIZE_SSE4_2
    #error Eigen is not vectorised
    #endif
    int main() {
      Eigen::MatrixXf a = Eigen::MatrixXf::Ones(9, 9);
      Eigen::MatrixXf b = (a * a).array().tanh() + (-a).array().exp();
      return b.sum() > 0;
    }" VAE_WASM_SIMD)
  unset(CMAKE_REQUIRED_LIBRARIES)
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_FLAGS)
  if(VAE_WASM_SIMD)
    target_compile_options(vae_flags INTERFACE ${simd})
    target_include_directories(vae_flags SYSTEM BEFORE INTERFACE ${simd_include})
  else()
    message(STATUS "Eigen stays scalar: this emcc does not compile its SSE packets")
  endif()
else()
  target_link_libraries(vae_flags INTERFACE Threads::Threads)
  check_cxx_compiler_flag(-march=${VAE_ARCH} VAE_HAS_MARCH_${VAE_ARCH})
  if(VAE_HAS_MARCH_${VAE_ARCH})
    target_compile_options(vae_flags INTERFACE -march=${VAE_ARCH})
  elseif(NOT VAE_ARCH STREQUAL native)
    message(FATAL_ERROR "The compiler does not know -march=${VAE_ARCH}: set VAE_ARCH to what it knows")
  endif()
  if(VAE_PORTABLE)
    target_link_options(vae_flags INTERFACE -static-libstdc++ -static-libgcc -s)
  endif()
endif()
