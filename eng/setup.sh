# Set-up shared by ./run and ./test: prerequisites, emulators, published functions. Sourced with `root` set.
# shellcheck shell=bash

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# No build process outlives the script, and no progress display is drawn into a log.
export MSBUILDDISABLENODEREUSE=1 MSBUILDTERMINALLOGGER=off

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# step TEXT COMMAND...: says what is being done in one line; shows the command's output only if it fails.
step() {
  local text=$1 log="$root/artifacts/setup-$BASHPID.log"
  shift
  printf '%s ...\n' "$text" >&2
  mkdir -p "$root/artifacts"
  # Descriptor 9 is the set-up lock, which a build server must not keep.
  if ! "$@" >"$log" 2>&1 </dev/null 9>&-; then
    cat "$log" >&2
    fail "" "$text failed; the output is above."
  fi
  rm -f "$log"
}

need_dotnet() {
  command -v dotnet >/dev/null ||
    fail "The .NET SDK 10 is needed, and there is no 'dotnet' on the PATH." \
      "Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and try again."
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "The .NET SDK 10 is needed; these are installed:" "$(cd / && dotnet --list-sdks | sed 's/^/  /')" \
      "Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and try again."
}

need_node() {
  local version
  { command -v node >/dev/null && command -v npm >/dev/null; } ||
    fail "Node.js 20 or newer with npm is needed for the emulators, and 'node' or 'npm' is not on the PATH." \
      "Install it from https://nodejs.org and try again."
  version=$(node --version)
  version=${version#v}
  [ "${version%%.*}" -ge 20 ] ||
    fail "Node.js 20 or newer is needed for the emulators; this is $version." \
      "Install a newer one from https://nodejs.org and try again."
}

# lock_setup: waits until no other ./run or ./test installs or builds in this folder; unlock_setup lets the next one go on.
# The system releases the lock of a process that dies. Without flock, which every Linux has, nothing is locked.
lock_setup() {
  mkdir -p "$root/artifacts"
  exec 9>"$root/artifacts/setup.lock"
  if command -v flock >/dev/null && ! flock -n 9; then
    printf 'Waiting for another ./run or ./test to finish its set-up ...\n' >&2
    flock 9
  fi
}

unlock_setup() { exec 9>&-; }

# starts_stack ARGUMENT...: whether the command starts a local stack. Only then are the emulators and Node.js needed.
starts_stack() {
  local argument
  for argument in "$@"; do
    case $argument in --help | -h | '-?' | '/?' | /h | --version) return 1 ;; esac
  done
  case ${1:-up} in up | faults | -*) return 0 ;; *) return 1 ;; esac
}

# Names and sizes of what npm installed: a file that is missing or cut short changes them.
installed_sum() {
  (cd "$root/node_modules" && find . -type f ! -path './.*' -exec wc -c {} + | grep -v ' total$' | LC_ALL=C sort) | cksum
}

# Whether both emulators are there, and the binary runs. npm skips an optional package that it cannot fetch, and reports success.
emulators_run() {
  local dynoxide="$root/node_modules/@dynoxide/linux-x64/dynoxide"
  [ -e "$root/node_modules/kinesis-local/package.json" ] &&
    { [ "$(uname -sm)" != "Linux x86_64" ] || [ -n "$("$dynoxide" --version 2>/dev/null)" ]; }
}

# Whether what only the tests need is there: the rules of accessibility that they hold the pages to.
has_test_packages() { [ -e "$root/node_modules/axe-core/axe.min.js" ]; }

# Whether the emulators are installed as package-lock.json wants them, and whole. npm writes node_modules/.package-lock.json last. The sum
# is missing where npm was called by hand.
have_emulators() {
  local done="$root/node_modules/.package-lock.json" sum="$root/node_modules/.installed.sum"
  [ -e "$done" ] && [ ! "$root/package-lock.json" -nt "$done" ] && emulators_run &&
    { [ ! -e "$sum" ] || [ "$(cat "$sum")" = "$(installed_sum)" ]; }
}

# install_emulators [for-tests]: installs what runs here, and what only the tests need if asked to.
install_emulators() {
  local done="$root/node_modules/.package-lock.json" sum="$root/node_modules/.installed.sum" omit=(--omit=dev)
  if [ "${1:-}" = for-tests ] || has_test_packages; then
    omit=()
  fi
  if ! have_emulators || { [ "${1:-}" = for-tests ] && ! has_test_packages; }; then
    step "Installing the emulators (npm ci)" npm ci --prefix "$root" --no-progress "${omit[@]}"
    emulators_run || fail "npm ci did not install the emulators: kinesis-local or @dynoxide/linux-x64 is missing, or does not run." \
      "Check the registry that npm uses (npm config get registry) and try again."
    touch "$done"
    rm -f "$sum"
  fi
  [ -e "$sum" ] || installed_sum >"$sum"
}

# The browser that the tests drive: any Chromium on the PATH, else Debian's where it may be installed. Without one, those tests say so.
need_browser() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable microsoft-edge; do
    if command -v "$name" >/dev/null; then
      return
    fi
  done
  if [ -z "${CHROMIUM:-}" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    step "Installing Chromium for the browser tests (apt-get)" install_chromium
  fi
}

install_chromium() {
  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-dejavu-core
}

# Prints which of clang and gcc can link here, which takes the C library's files too; nothing where neither can.
linker() {
  local name out
  out=$(mktemp)
  for name in clang gcc; do
    if printf 'int main(void) { return 0; }\n' | "$name" -x c -o "$out" - >/dev/null 2>&1; then
      printf '%s' "$name"
      break
    fi
  done
  rm -f "$out"
}

# What links the functions to a native executable: clang or gcc, else Debian's gcc where it may be installed.
need_linker() {
  if [ -z "$(linker)" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    step "Installing gcc for the native functions (apt-get)" install_linker
  fi
}

install_linker() {
  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gcc libc6-dev
}

# A sum over what the product is built from: names and contents, so that neither a checkout nor a copy triggers a build.
product_sum() { sum_of Analytics.Core Analytics.Storage Analytics.Functions Analytics.Operations Analytics.Local Analytics.Cli page standins eng; }

sum_of() {
  (
    cd "$root"
    dotnet --version
    find "$@" \
      Directory.*.props Directory.*.targets global.json -type f -exec cksum {} + | LC_ALL=C sort
  ) | cksum
}

native_folder() { printf '%s' "$root/artifacts/publish/Analytics.Functions/release_linux-x64"; }
functions_folder() { printf '%s' "$root/artifacts/publish/Analytics.Functions/release"; }
cli_program() { printf '%s' "$root/artifacts/bin/Analytics.Cli/release/Analytics.Cli"; }

# Builds PROJECT, and publishes the functions from what it built. What is printed goes into the step's log.
build_and_publish() {
  dotnet build "$1" -c Release && dotnet publish "$root/Analytics.Functions" -c Release --no-build
}

# build_product TEXT PROJECT [always]: builds a project that includes the functions and the command line,
# unless both are there and made from what is here now.
build_product() {
  local stamp="$root/artifacts/product.sum" sum
  sum=$(product_sum)
  if [ "${3:-}" != always ] && [ -x "$(functions_folder)/bootstrap" ] && [ -x "$(cli_program)" ] &&
    [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then
    return
  fi
  rm -f "$stamp"
  step "$1" build_and_publish "$root/$2"
  printf '%s\n' "$sum" >"$stamp"
}

# Compiles the functions ahead of time, as they ship, unless that was done with what is here now. Without a linker it says so, and no old ones are left.
build_native() {
  local stamp="$root/artifacts/native.sum" linker sum
  linker=$(linker)
  if [ -z "$linker" ]; then
    rm -rf "$(native_folder)" "$stamp"
    printf 'The functions are not compiled ahead of time: neither clang nor gcc can link here.\n' >&2
    return
  fi
  sum=$(sum_of Analytics.Core Analytics.Storage Analytics.Functions page standins eng)
  if [ -x "$(native_folder)/bootstrap" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then
    return
  fi
  rm -f "$stamp"
  step "Compiling the functions ahead of time" \
    dotnet publish "$root/Analytics.Functions" -c Release -r linux-x64 "-p:CppCompilerAndLinker=$linker"
  printf '%s\n' "$sum" >"$stamp"
}
