# Sourced by the scripts: where things are, steps that are quiet when they succeed, and the build.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=default
build=
logs="$root/build/logs"
started=$SECONDS
cores=$(env -u OMP_NUM_THREADS nproc)

# step NAME COMMAND...: one line when it succeeds, the end of its log when it fails.
step() {
  local name=$1 log="$logs/$1.log" from=$SECONDS
  shift
  mkdir -p "$logs"
  printf '%-12s ' "$name"
  if "$@" >"$log" 2>&1; then
    echo "done in $((SECONDS - from)) s"
  else
    echo "FAILED after $((SECONDS - from)) s; the end of $log:"
    tail -n 40 "$log"
    exit 1
  fi
}

# install_packages OPTION...: what scripts/install-deps found, if it could not help, is said aloud.
install_packages() {
  step packages "$root/scripts/install-deps" "$@"
  if grep -q 'this system is' "$logs/packages.log"; then cat "$logs/packages.log"; fi
}

minutes() { awk -v s="$1" 'BEGIN { printf "%.1f minutes", s / 60 }'; }
elapsed() { minutes $((SECONDS - started)); }

# Compiling against Trilinos takes up to 2 GB at a time.
jobs() {
  local memory
  memory=$(awk '/^MemTotal/ { print int($2 / 2e6) }' /proc/meminfo 2>/dev/null || echo 1)
  [ "${memory:-1}" -ge 1 ] || memory=1
  echo $((cores < memory ? cores : memory))
}

# build_ritz TARGET...: configures and builds with $preset in $build.
build_ritz() {
  step configure cmake -S "$root" --preset "$preset" -B "$build"
  step build cmake --build "$build" -j "$(jobs)" ${1:+--target "$@"}
}

# Open MPI: as root (containers), with more ranks than cores, bound to none (programs that run at the same time would share
# the first), and without the copies that containers forbid.
mpi_anywhere() {
  if [ "$(id -u)" = 0 ]; then
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  fi
  export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
  export OMPI_MCA_hwloc_base_binding_policy=none OMP_NUM_THREADS=1 OMP_PROC_BIND=false
}

# parse_options ARGUMENT...: takes --preset and --build-dir; what is left is in $rest.
parse_options() {
  rest=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --preset) preset=${2:?--preset needs a name of CMakePresets.json}; shift 2 ;;
      --build-dir) build=${2:?--build-dir needs a folder}; shift 2 ;;
      *) rest+=("$1"); shift ;;
    esac
  done
  [ -n "$build" ] || build="$root/build/$preset"
}
