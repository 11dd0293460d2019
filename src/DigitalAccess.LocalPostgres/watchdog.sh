# Outlives the process that started a cluster, and ends the cluster when that process is gone: after kill -9, Ctrl-C, or
# an exit that forgot to dispose. Its standard input is a pipe from that process, so the end of input is the end of the
# process; no number can be mistaken. The line "bye" says that everything was tidied up already.
# Arguments: FOLDER keep|remove SOCKET_FOLDER

folder=$1 fate=$2 sockets=$3
data=$folder/data
trap '' HUP INT TERM

while read -r word; do
    [ "$word" = bye ] && exit 0
done

is_server() { # PID: a PostgreSQL process that works inside the folder
    case $(cat "/proc/$1/comm" 2>/dev/null) in postgres | initdb) ;; *) return 1 ;; esac
    case $(readlink "/proc/$1/cwd" 2>/dev/null)/ in "$folder"/*) return 0 ;; *) return 1 ;; esac
}

ended_within() { # PID TENTHS
    tenths=$2
    while is_server "$1"; do
        [ "$tenths" -gt 0 ] || return 1
        tenths=$((tenths - 1))
        sleep 0.1
    done
}

# A server that was just being started may not have written its lock file yet.
[ -s "$data/postmaster.pid" ] || sleep 0.5
postmaster=$(head -n 1 "$data/postmaster.pid" 2>/dev/null)
if [ -n "$postmaster" ] && is_server "$postmaster"; then
    if [ "$fate" = keep ]; then
        kill -INT "$postmaster" && ended_within "$postmaster" 100
    fi
    is_server "$postmaster" && kill -QUIT "$postmaster" && ended_within "$postmaster" 60
fi

# Whatever is left: a hanging server, the children of one that was killed, an interrupted initdb.
for process in /proc/[0-9]*; do
    is_server "${process#/proc/}" && kill -KILL "${process#/proc/}"
done

# A killed server leaves its lock file and a System V memory segment (line 7: key and id).
memory=$(sed -n '7s/^ *[0-9]* *\([0-9][0-9]*\).*/\1/p' "$data/postmaster.pid" 2>/dev/null)
[ -n "$memory" ] && ipcrm -m "$memory" 2>/dev/null

[ "$sockets" = "$folder" ] || rm -rf -- "$sockets"
[ "$fate" = keep ] || rm -rf -- "$folder"
exit 0
