# shellcheck shell=bash
# Sourced by demo, test and .ci/run: gets what a program needs and lacks, or says in one clear line why it cannot be had.

# apt-get, dotnet build and the tests take Ctrl-C in their own time and then end as they like; the script ends after them.
trap 'exit 130' INT

say() { printf '%s\n' "$*" >&2; }
stop() { say "$(basename "$0"): $*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif ! command -v sudo >/dev/null; then return 1
  else sudo ${CI:+-n} "$@"
  fi
}

need_dotnet() {
  # Without these, the compiler's servers outlive the build by a quarter of an hour.
  export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
  local place sdks='' broken=''
  for place in "$(dirname "$(command -v dotnet || echo /none/dotnet)")" "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    [ -x "$place/dotnet" ] || continue
    if { "$place/dotnet" --version; } >/dev/null 2>&1; then
      [ "$(command -v dotnet)" = "$place/dotnet" ] || export PATH="$place:$PATH" DOTNET_ROOT="$place"
      return
    fi
    sdks+=" $("$place/dotnet" --list-sdks | cut -d' ' -f1 | paste -sd' ' -)"
    case $sdks in *' 10.'*) broken=${broken:-$place/dotnet} ;; esac
  done
  if [ -n "$broken" ]; then
    { "$broken" --version; } 2>&1 | grep -v -e '^ *at ' -e Aborted | head -n 12 >&2 || true
    stop "the .NET 10 SDK is here, but $broken does not run; its words are above"
  fi
  sdks=$(xargs <<<"$sdks")
  stop "the .NET 10 SDK is not on this machine${sdks:+ (only $sdks)}; get it from https://dotnet.microsoft.com/download/dotnet/10.0, or:" \
    'curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0'
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
has_node() { [ "$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')" -ge 18 ] 2>/dev/null; }
has_apache() { [ -x /usr/sbin/apache2 ] || command -v apache2 >/dev/null; }
has_xmlsec1() { command -v xmlsec1 >/dev/null; }
has_auth_openidc() { [ -e /usr/lib/apache2/modules/mod_auth_openidc.so ]; }
has_auth_mellon() { [ -e /usr/lib/apache2/modules/mod_auth_mellon.so ]; }

# Packages of Debian and Ubuntu. Only their programs are wanted: no service of theirs is started meanwhile.
apt_install() { # PACKAGE...
  command -v apt-get >/dev/null || stop "needs $*, and there is no apt-get here to install it with"
  local how="as root: apt-get update && apt-get install -y --no-install-recommends $*"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || stop "needs $*, which only root can install; once, $how"
  say "Installing $* ..."
  as_root true || stop "needs $*, which only root can install; once, $how"
  local said
  said=$(
    exec 2>&1 </dev/null
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
      trap 'as_root rm -f $policy' EXIT
      printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
      as_root chmod 755 $policy
    fi
    as_root apt-get update -q || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -q -y --no-install-recommends "$@"
  ) || {
    tail -n 20 <<<"$said" >&2
    stop "apt-get could not install $*; its last words are above. When that is mended, run this again, or once, $how"
  }
}

need_postgresql() {
  has_postgresql && return
  apt_install postgresql
  has_postgresql || stop 'PostgreSQL 15 or later is needed and this system only has an older one; see https://www.postgresql.org/download/'
}
