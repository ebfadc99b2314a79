#!/usr/bin/env bash
# Builds the executable of the functions for deployment and copies it into FOLDER: eng/package.sh FOLDER. `sam build` calls it by the Makefile,
# once for each function; it compiles once, and again only when the sources have changed.
#
# FUNCTION_ARCHITECTURE: x86_64 (default) or arm64, as the template's parameter Architecture.
# ALLOW_STANDINS=true: packs stand-ins for packages that the feed lacks, to look at a package; never deploy one.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$root/eng/setup.sh"

# Amazon Linux 2023, which the runtime provided.al2023 runs on, has this glibc.
max_glibc=2.34

folder=${1:?"usage: eng/package.sh FOLDER"}
architecture=${FUNCTION_ARCHITECTURE:-x86_64}
case $architecture in
  x86_64) rid=linux-x64 ;;
  arm64) rid=linux-arm64 ;;
  *) fail "FUNCTION_ARCHITECTURE must be x86_64 or arm64; got '$architecture'." ;;
esac

need_dotnet
linker=$(linker)
[ -n "$linker" ] || fail "clang or gcc with the files of the C library is needed to link the functions; neither can link here."

lock_setup
package="$root/artifacts/package/$rid"
sum="$(sum_of Analytics.Core Analytics.Storage Analytics.Functions page standins eng) ${ALLOW_STANDINS:-false}"
if [ ! -x "$package/bootstrap" ] || [ "$(cat "$package.sum" 2>/dev/null)" != "$sum" ]; then
  rm -rf "$package" "$package.sum"
  step "Compiling the functions for Amazon Linux 2023 on $architecture" \
    dotnet publish "$root/Analytics.Functions" -c Release -r "$rid" -o "$package" \
    -p:Deployment=true "-p:AllowStandins=${ALLOW_STANDINS:-false}" "-p:CppCompilerAndLinker=$linker"
  if ! "$root/eng/check-glibc.sh" "$package/bootstrap" "$max_glibc"; then
    rm -rf "$package"
    exit 1
  fi
  printf '%s\n' "$sum" >"$package.sum"
fi
unlock_setup

mkdir -p "$folder"
cp "$package/bootstrap" "$folder/"
