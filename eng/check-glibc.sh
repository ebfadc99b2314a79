#!/usr/bin/env bash
# Fails when an executable asks for symbols of a newer glibc than VERSION: eng/check-glibc.sh FILE VERSION. It would not start where that one is.
set -euo pipefail

file=${1:?"usage: eng/check-glibc.sh FILE VERSION"}
version=${2:?"usage: eng/check-glibc.sh FILE VERSION"}

# The names of the versions stand in the file as text, which is found without tools that read executables.
newer=$({ LC_ALL=C grep -ao 'GLIBC_[0-9][0-9.]*' "$file" || true; } | sed 's/GLIBC_//; s/\.$//' | sort -Vu |
  awk -v max="$version" '
    function later(a, b,   i, n, x, y) {
      n = split(a, x, "."); split(b, y, ".")
      for (i = 1; i <= n; i++) if (x[i] + 0 != y[i] + 0) return x[i] + 0 > y[i] + 0
      return 0
    }
    later($0, max)')

if [ -n "$newer" ]; then
  printf '%s needs glibc %s, and %s is the newest that it may need.\n' "$file" "$(tail -n 1 <<<"$newer")" "$version" >&2
  printf 'Link it on a system with an older C library, as Debian 12, Ubuntu 22.04 or Amazon Linux 2023; docs/deploy.md says how.\n' >&2
  exit 1
fi
