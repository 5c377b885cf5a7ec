# shellcheck shell=bash disable=SC2034  # the lists of packages are asked for by name
# What tools/demo, tools/test and tools/setup share: installing what is missing, and building.
# Sourced by bash; the working directory is the repository.

say() { printf "%s\n" "$@"; }
fail() { printf "\n%s\n" "$@" >&2; exit 1; }

# --- packages ---------------------------------------------------------------------------------
# One a line: Debian package, a command that serves as well ("-" if none does), what it is for.

PACKAGES_web='
cmake               cmake         describes the build
ninja-build         ninja         runs it
emscripten          emcc          compiles C++ to WebAssembly
python3             python3       serves the page
xz-utils            xz            unpacks sources
debian-archive-keyring  -         checks who sources are from
esbuild             esbuild       joins and shortens the scripts of the page
libeigen3-dev       -             matrices
libexpected-dev     -             results that carry an error
nlohmann-json3-dev  -             header of the weights files
libstb-dev          -             PNG images
fonts-inter         -             the font in the program
libharfbuzz-bin     hb-subset     cuts the font down to what is shown
'
PACKAGES_native='
cmake                 cmake    describes the build
ninja-build           ninja    runs it
g++                   g++      compiles C++
python3               python3  reads weights files without our code, as a test
xz-utils              xz       unpacks sources
debian-archive-keyring  -      checks who sources are from
libeigen3-dev         -        matrices
libexpected-dev       -        results that carry an error
nlohmann-json3-dev    -        header of the weights files
libmbedtls-dev        -        SHA-256
zlib1g-dev            -        compressed MNIST files and PNG
libcurl4-openssl-dev  -        downloads MNIST
libcli11-dev          -        command-line options
libstb-dev            -        PNG images
libsdl2-dev           -        window of the desktop program
libgtest-dev          -        tests
libbenchmark-dev      -        vae-bench
fonts-inter           -        the font in the program
libharfbuzz-bin       hb-subset  cuts the font down to what is shown
'
PACKAGES_web_tests='
googletest  -  tests, compiled to WebAssembly
'
PACKAGES_browser='
chromium-headless-shell  chromium-headless-shell  shows the page to the tests
firefox-esr              firefox-esr              likewise
webkit2gtk-driver        WebKitWebDriver          likewise, as Safari would
xvfb                     Xvfb                     a screen for the latter two
libegl1                  -                        WebGL without a graphics card
libgl1-mesa-dri          -                        likewise
npm                      npm                      installs what drives the browsers
'
PACKAGES_clang='
clang            clang++  a second compiler, for its warnings
libclang-rt-dev  -        its sanitizers
'
PACKAGES_format='
clang-format  clang-format  checks the formatting
shellcheck    shellcheck    checks the scripts of tools/
npm           npm           installs what checks JavaScript
'

package_is_here() {  # package, command
  [[ $(dpkg-query -W -f '${Status}' "$1" 2>/dev/null) == *' installed' ]] && return
  [[ $2 != - ]] && command -v "$2" >/dev/null
}

# Installs the packages of the given parts (web, native, ...) that are missing.
install_packages() {
  local part list package command why missing=() reasons=''
  for part in "$@"; do
    list=PACKAGES_$part
    while read -r package command why; do
      [[ -z $package || " ${missing[*]} " == *" $package "* ]] && continue
      package_is_here "$package" "$command" && continue
      reasons+=$(printf '  %-23s %s' "$package" "$why")$'\n'
      # Elsewhere than on Debian only commands can be asked for; CMake finds out about libraries.
      if [[ $command == - ]] && ! command -v dpkg-query >/dev/null; then
        reasons=${reasons%$'\n'}$' (perhaps here: not asked for)\n'
        continue
      fi
      missing+=("$package")
    done <<<"${!list}"
  done
  ((${#missing[@]})) || return 0

  say 'Missing, and what for:'
  printf '%s' "$reasons"
  local as_root=()
  if ! command -v apt-get >/dev/null; then
    fail "This machine has no apt-get. Install the programs and libraries above with its own package
manager (the names are Debian's), then run $0 again."
  elif ((EUID != 0)); then
    if ! command -v sudo >/dev/null || ! { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
      fail "Installing them takes root. As root, run

  apt-get update && apt-get install --no-install-recommends ${missing[*]}

then run $0 again."
    fi
    as_root=(sudo)
  fi
  say 'Installing them with apt-get.'
  local log=build/setup.log
  mkdir -p build
  {
    "${as_root[@]}" apt-get -q update &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
        --no-install-recommends "${missing[@]}"
  } </dev/null >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail "apt-get failed (all of its output: $log). Check the network and the package sources in
/etc/apt, then run $0 again."
  }
}

# --- sources ----------------------------------------------------------------------------------
# Dear ImGui is compiled into the program, and what the page uses has to be compiled to WebAssembly:
# that takes sources. Debian's own source packages come through the same mirror as everything else;
# a private apt configuration leaves the system's lists as they are.
# Suite, package, version, folder in build/deps, SHA-256 of the .orig archive.
SOURCES='
trixie    imgui    1.90.1+ds-1    imgui    ecce377df0f90b292f15dcbd83d438bddc162b2388c881132bde18c787572a1c
bookworm  libsdl2  2.26.5+dfsg-1  sdl2     b3f2c822151804125d08db94c65852f711c2e5df2145a59da120748dc32eb9c3
bookworm  mbedtls  2.28.3-1       mbedtls  3b4953aa55a681e084d31892d9904cc5328d6b4958ea57b90ae4b4f94ae69a8d
'
DEPS=build/deps
DEBIAN_KEYS=/usr/share/keyrings/debian-archive-keyring.gpg

# The mirror this machine already uses, where it is a Debian: 12, 13 or whatever comes after.
debian_mirror() {
  local uri
  # shellcheck disable=SC2016  # apt's own variables
  uri=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' \
    2>/dev/null | sed -nE 's/^Debian [a-z]+ //p' | head -n 1)
  say "${uri:-http://deb.debian.org/debian}"
}

# Gets the sources that are missing. What cannot be had here, CMake takes from upstream.
fetch_sources() {
  local suite package version folder sum absent=''
  while read -r suite package version folder sum; do
    [[ -z $suite || -d $DEPS/$folder ]] || absent+="$suite $package $version $folder $sum"$'\n'
  done <<<"$SOURCES"
  [[ -n $absent ]] || return 0
  if ! command -v apt-get >/dev/null || [[ ! -r $DEBIAN_KEYS ]]; then
    say "No Debian source packages on this machine: CMake downloads the upstream releases instead."
    return 0
  fi

  say "Fetching sources of $(cut -d' ' -f2 <<<"$absent" | xargs) (Debian source packages) into $DEPS."
  local here=$PWD/$DEPS/.apt
  mkdir -p "$here"/{sources,lists/partial,cache/archives/partial,download}
  cat >"$here/sources/debian.sources" <<END
Types: deb-src
URIs: $(debian_mirror)
Suites: bookworm trixie
Components: main
Signed-By: $DEBIAN_KEYS
END
  local apt=(apt-get -q -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$here/sources"
    -o "Dir::State::Lists=$here/lists" -o "Dir::Cache=$here/cache" -o "APT::Sandbox::User=$(id -un)")
  if ! "${apt[@]}" update >"$here/log" 2>&1; then
    tail -n 5 "$here/log" >&2
    say 'The source packages cannot be reached: CMake tries the upstream releases instead.'
    return 0
  fi
  while read -r suite package version folder sum; do
    [[ -n $suite ]] || continue
    (cd "$here/download" &&
      "${apt[@]}" source --download-only "$package=$version" >>"$here/log" 2>&1) ||
      { say "$package $version cannot be had: CMake tries the upstream release instead."; continue; }
    unpack_source "$here/download/${package}_${version%-*}".orig.tar.* "$folder" "$sum"
  done <<<"$absent"
  rm -rf "$here"
}

# Whole or not at all: the folder appears under its name when it is complete.
unpack_source() {  # archive, folder, SHA-256
  sha256sum --quiet -c <<<"$3  $1" >/dev/null 2>&1 ||
    fail "$1 is not the file that was expected (its SHA-256 is not $3). Run $0 again; if that does
not help, the mirror delivers something else."
  rm -rf "$DEPS/.new"
  mkdir -p "$DEPS/.new"
  tar -xf "$1" -C "$DEPS/.new" --strip-components=1 || fail "Unpacking $1 failed."
  mv "$DEPS/.new" "$DEPS/$2"
}

# Those of the working directory.
install_npm_packages() {
  [[ node_modules/.package-lock.json -nt package-lock.json ]] || npm ci --no-audit --no-fund
}

# --- building ---------------------------------------------------------------------------------

# configure PRESET [CMake option...]
configure() {
  if command -v ccache >/dev/null; then
    export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
  fi
  # emcc is a Python script: one of a version manager's takes half a second longer to start.
  [[ ! -x /usr/bin/python3 ]] || export EMSDK_PYTHON=${EMSDK_PYTHON:-/usr/bin/python3}
  cmake --preset "$1" --log-level=WARNING -DVAE_DEPS_DIR="$PWD/$DEPS" "${@:2}"
}

# build PRESET [CMake option...]: configures and builds all.
build() {
  local quiet=()
  [[ -t 1 ]] || quiet=(--quiet)
  configure "$@" && cmake --build --preset "$1" -j "$(nproc)" -- -k 0 "${quiet[@]}"
}
