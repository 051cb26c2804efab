# Sourced by cmake/trilinos/build: its steps. They read the variables that the options set there.

packaged_version=13.2  # of Debian 12's source package
recipe=1               # raised when the options or patches below change, so that caches are built anew

fail() { echo "cmake/trilinos/build: $*" >&2; exit 2; }
has() { [[ ",$1," == *",$2,"* ]]; }
each() {  # each LIST WORD...: every item of LIST is one of the words
  local item list=$1
  shift
  for item in ${list//,/ }; do [[ " $* " == *" $item "* ]] || return 1; done
}

check_tools() {
  local tool missing=()
  for tool in mpicxx mpicc cmake ninja patch $([ "$1" = cuda ] && echo nvcc) $([ -n "$source" ] || echo apt-get tar); do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [ ${#missing[@]} = 0 ] || fail "not on PATH: ${missing[*]}. On Debian 12, scripts/install-deps installs all but nvcc."
}

check_space() {
  local free
  free=$(df -Pk "$1" | awk 'NR == 2 { printf "%.1f", $4 / 1048576 }')
  awk -v f="$free" -v n="$2" 'BEGIN { exit !(f >= n) }' ||
    fail "the build takes up to $2 GiB in $1, where $free GiB are free; make room, or set XDG_CACHE_HOME"
}

# The system's package sources, as sources of source packages, in lists of their own: the system's stay as they are.
write_source_lists() {
  local codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  mkdir -p "$1/parts" "$1/lists/partial"
  # Entries of other vendors name other suites, or have no source packages.
  sed -n "s/^deb\(-src\)\? \(.* $codename.*\)/deb-src \2/p" /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
    2>/dev/null >"$1/parts/ritz.list" || true
  awk -v RS= -v ORS='\n\n' -v code="$codename" '$0 ~ "(^|\n)Suites:[^\n]*[ \t]" code "([ \t\n-]|$)" {
    sub(/(^|\n)Types:[^\n]*/, "\nTypes: deb-src"); sub(/^\n/, ""); print }' /etc/apt/sources.list.d/*.sources \
    2>/dev/null >"$1/parts/ritz.sources" || true
  [ -s "$1/parts/ritz.list" ] || [ -s "$1/parts/ritz.sources" ] ||
    { echo "apt's lists name no source for '$codename'; give an unpacked Trilinos with --source DIR"; return 1; }
}

download_source() {
  local apt=(apt-get -q -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$1/parts" -o "Dir::State::lists=$1/lists"
             -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=)
  write_source_lists "$1"
  "${apt[@]}" update
  (cd "$1" && "${apt[@]}" source --download-only trilinos)
  ls "$1"/trilinos_"$packaged_version".0.orig.tar.gz ||
    { echo "this system's package is not Trilinos $packaged_version; give that one, or another, unpacked, with --source DIR"; return 1; }
}

# Unpacked and patched under another name, so that a tree under its own name is whole.
unpack_source() {
  local tree="$2.new" patch
  rm -rf "$tree"
  mkdir -p "$tree"
  tar -xzf "$1"/trilinos_"$packaged_version".0.orig.tar.gz -C "$tree" --strip-components 1
  for patch in "$3"/*.patch; do
    echo "$(basename "$patch")"
    patch -d "$tree" -p1 --forward <"$patch"
  done
  mv "$tree" "$2"
}

# get_source CACHE PATCHES: the distribution's source package, patched, in CACHE/source-VERSION.
get_source() {
  local tree="$1/source-$packaged_version" store="$1/package"
  [ ! -d "$tree" ] || return 0
  mkdir -p "$store"
  ls "$store/trilinos_$packaged_version.0.orig.tar.gz" >/dev/null 2>&1 || step download download_source "$store"
  step unpack unpack_source "$store" "$tree" "$2"
  rm -rf "$store"
}

# Packages of a stage, with those that they need.
stage_packages() {
  case "$1" in
    base) echo Tpetra Belos Anasazi ;;
    preconditioners) echo Amesos2 Ifpack2 MueLu ;;
    rol) echo ROL ;;
  esac
}

configure() {
  local package on_off=(
    -D BUILD_SHARED_LIBS=ON -D CMAKE_BUILD_TYPE=Release -D CMAKE_CXX_STANDARD=17
    -D CMAKE_INSTALL_PREFIX="$prefix" -D CMAKE_INSTALL_RPATH="$prefix/lib"
    -U Trilinos_SET_GROUP_AND_PERMISSIONS_ON_INSTALL_BASE_DIR  # remembers the prefix of an earlier run with this build folder
    -D Trilinos_ENABLE_Fortran=OFF -D Trilinos_ENABLE_TESTS=OFF -D Trilinos_ENABLE_EXAMPLES=OFF
    -D Trilinos_ENABLE_ALL_OPTIONAL_PACKAGES=OFF -D Trilinos_ENABLE_EXPLICIT_INSTANTIATION=ON
    -D Trilinos_ENABLE_TpetraTSQR=OFF  # Ritz orthogonalises on its own
    -D CMAKE_PROJECT_TOP_LEVEL_INCLUDES="$here/Unity.cmake"
    -D TPL_ENABLE_MPI=ON -D Kokkos_ENABLE_SERIAL=ON -D Tpetra_INST_SERIAL=OFF
    -D Tpetra_INST_INT_LONG_LONG=ON -D Tpetra_INST_INT_LONG=OFF -D Tpetra_INST_INT_INT=OFF
    # Tpetra runs on one execution space with offsets of size_t: KokkosKernels for others is half of its time.
    -D KokkosKernels_INST_EXECSPACE_SERIAL=OFF -D KokkosKernels_INST_OFFSET_INT=OFF -D KokkosKernels_INST_OFFSET_SIZE_T=ON
    -D Tpetra_INST_DOUBLE=ON -D Tpetra_INST_COMPLEX_FLOAT=OFF
  )
  local switch
  switch=$(has "$scalars" float && echo ON || echo OFF)
  on_off+=(-D Trilinos_ENABLE_FLOAT="$switch" -D Tpetra_INST_FLOAT="$switch")
  switch=$(has "$scalars" complex && echo ON || echo OFF)
  on_off+=(-D Teuchos_ENABLE_COMPLEX="$switch" -D Trilinos_ENABLE_COMPLEX_DOUBLE="$switch" -D Tpetra_INST_COMPLEX_DOUBLE="$switch")
  local flags="-O2 -DNDEBUG -w" compiler=mpicxx
  if [ "$backend" = openmp ]; then
    on_off+=(-D Trilinos_ENABLE_OpenMP=ON -D Kokkos_ENABLE_OPENMP=ON -D Tpetra_INST_OPENMP=ON)
    [ -z "$arch" ] || flags+=" -march=$arch"
  else
    local names=([70]=VOLTA70 [72]=VOLTA72 [75]=TURING75 [80]=AMPERE80 [86]=AMPERE86)
    # CMake's first tries of the compiler name no architecture, and the wrapper's default is one that nvcc 13 has dropped.
    mkdir -p "$build"
    sed "s/^default_arch=.*/default_arch=sm_$arch/" "$source/packages/kokkos/bin/nvcc_wrapper" >"$build/nvcc_wrapper"
    chmod +x "$build/nvcc_wrapper"
    export OMPI_CXX="$build/nvcc_wrapper" MPICH_CXX="$build/nvcc_wrapper"
    on_off+=(-D TPL_ENABLE_CUDA=ON -D Kokkos_ENABLE_CUDA=ON -D Kokkos_ENABLE_CUDA_LAMBDA=ON -D Tpetra_INST_CUDA=ON
             -D "Kokkos_ARCH_${names[$arch]}=ON" -D TPL_ENABLE_CUBLAS=OFF -D TPL_ENABLE_CUSPARSE=OFF -D TPL_ENABLE_CUSOLVER=OFF)
  fi
  for package in $(stage_packages "$1"); do on_off+=(-D "Trilinos_ENABLE_$package=ON"); done
  if command -v ccache >/dev/null; then on_off+=(-D CMAKE_CXX_COMPILER_LAUNCHER=ccache -D CMAKE_C_COMPILER_LAUNCHER=ccache); fi
  step configure cmake -G Ninja -S "$source" -B "$build" -D CMAKE_C_COMPILER=mpicc -D CMAKE_CXX_COMPILER="$compiler" \
    -D CMAKE_CXX_FLAGS_RELEASE="$flags" "${on_off[@]}"
}

# Ninja's own counter, a line for every twentieth of the work.
show_progress() {
  awk -v start="$SECONDS" 'match($0, /^\[[0-9]+\/[0-9]+\]/) {
      split(substr($0, 2, RLENGTH - 2), n, "/"); share = int(20 * n[1] / n[2])
      if (share > said) { said = share; printf "  %3d %%  %d of %d files\n", 5 * share, n[1], n[2]; fflush() } }'
}

compile_and_install() {
  local log="$logs/compile-$1.log"
  echo "compile      ($log)"
  if ! NINJA_STATUS='[%f/%t] ' ninja -C "$build" -j "$jobs" 2>&1 | tee "$log" | show_progress; then
    echo "FAILED; what the compiler said (the same command goes on from here):"
    grep -A 12 -m 3 'FAILED:' "$log" | cut -c 1-400
    exit 1
  fi
  step install cmake --install "$build"
  if [ -f "$build/nvcc_wrapper" ]; then cp "$build/nvcc_wrapper" "$prefix/bin/"; fi
}
