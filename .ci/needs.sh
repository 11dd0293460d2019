# shellcheck shell=bash
# Sourced by demo, test and .ci/run: gets what a program needs and lacks, or says in one clear line why it cannot be had.

say() { printf '%s\n' "$*" >&2; }
stop() { say "$(basename "$0"): $*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif ! command -v sudo >/dev/null; then return 1
  else sudo ${CI:+-n} "$@"
  fi
}

need_dotnet() {
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
  local place
  for place in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    command -v dotnet >/dev/null && break
    [ -n "$place" ] && [ -x "$place/dotnet" ] && export PATH="$place:$PATH" DOTNET_ROOT="$place"
  done
  local how='get it from https://dotnet.microsoft.com/download/dotnet/10.0, or: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0'
  command -v dotnet >/dev/null || stop "the .NET 10 SDK is not on this machine; $how"
  dotnet --version >/dev/null 2>&1 ||
    stop "the .NET 10 SDK is not on this machine (there is only: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ' -)); $how"
}

has_postgresql() {
  local bin
  for bin in "${PG_BIN:-}" /usr/lib/postgresql/*/bin "$(dirname "$(command -v initdb || echo /none/initdb)")"; do
    if [ ! -x "$bin/initdb" ] || [ ! -x "$bin/postgres" ] || [ ! -x "$bin/psql" ]; then continue; fi
    [ "$("$bin/postgres" --version | sed -n 's/.*PostgreSQL) \([0-9]*\).*/\1/p')" -ge 15 ] && return 0
  done
  return 1
}

has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null
has_apache() { [ -x /usr/sbin/apache2 ] || command -v apache2 >/dev/null; }
has_auth_openidc() { [ -e /usr/lib/apache2/modules/mod_auth_openidc.so ]; }

# Packages of Debian and Ubuntu. Only their programs are wanted: no service of theirs is started meanwhile.
apt_install() { # PACKAGE...
  command -v apt-get >/dev/null || stop "needs $*, and there is no apt-get here to install it with"
  as_root true 2>/dev/null || stop "needs $*; install it (apt-get install $*) or run this as root or with sudo"
  say "Installing $* ..."
  local log
  log=$(mktemp)
  if ! (
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
      trap 'as_root rm -f $policy' EXIT
      printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
      as_root chmod 755 $policy
    fi
    as_root apt-get update -q || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
  ) >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    stop "apt-get could not install $* (its last words are above)"
  fi
  rm -f "$log"
}

need_postgresql() {
  has_postgresql && return
  apt_install postgresql
  has_postgresql || stop 'PostgreSQL 15 or later is needed and this system only has an older one; see https://www.postgresql.org/download/'
}
