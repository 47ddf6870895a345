# lib.sh - a server on a free port, and ways to expect things of it. Sourced by each check_*.
# Needs GP (the program) and ROOT (the project) in the environment.
set -u
: "${GP:?}" "${ROOT:?}"
work=$(mktemp -d)
failed=0 passed=0 server_pid=''
# of servers that are started without --desk: none of them may leave or meet one in the folder of another test
export GUIDEPOST_DESK=$work/other-desk.db
# an address-sanitizer build must not run leak detection at kill time, but report all else
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1}

finish() {
  stop_server
  rm -rf "$work"
}
trap finish EXIT

fail() { echo "FAIL: $*" >&2; failed=$((failed + 1)); }
ok() { passed=$((passed + 1)); }

# expect WHAT COMMAND...: the command must succeed
expect() {
  local what=$1; shift
  if "$@" >/dev/null 2>&1; then ok; else fail "$what"; fi
}

# same WHAT GOT WANTED
same() { if [ "$2" = "$3" ]; then ok; else fail "$1: got '$2', wanted '$3'"; fi; }
# holds WHAT TEXT PART
holds() { case $2 in *"$3"*) ok ;; *) fail "$1: '$3' is not in: $(printf '%s' "$2" | head -c 400)" ;; esac; }
# lacks WHAT TEXT PART
lacks() { case $2 in *"$3"*) fail "$1: '$3' should not be in: $(printf '%s' "$2" | head -c 400)" ;; *) ok ;; esac; }

# "${as_nobody[@]}" COMMAND...: as a user whom permissions of files bind; root is not. The command can read the
# program; what else it needs is opened by the caller.
as_nobody=()
if [ "$(id -u)" = 0 ]; then
  as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  chmod 711 "$work"; chmod -R a+rX "$(dirname "$GP")"
fi

free_port() {
  local port
  while :; do
    port=$((10000 + RANDOM % 20000)) # below the ports that clients are given
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# start_server DB [OPTION...]: sets url, port, server_pid; the log is $work/server.log
start_server() {
  local db=$1 try again=${again:-5}; shift
  port=$(free_port) url=http://127.0.0.1:$port
  "$GP" serve --db "$db" --desk "$work/desk.db" --listen "127.0.0.1:$port" --connections 64 --rate-limit off "$@" \
    >"$work/server.out" 2>"$work/server.log" &
  server_pid=$!
  for try in $(seq 200); do
    curl -s -o /dev/null "$url/livez" && return 0
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.05
  done
  server_pid=''
  if [ "$again" -gt 0 ] && grep -q taken "$work/server.log"; then # another test was faster
    again=$((again - 1)) start_server "$db" "$@"
    return
  fi
  fail "the server did not start: $(cat "$work/server.log")"
  return 1
}

# Ends it as an operator would; its exit code is $stopped.
stop_server() {
  [ -n "$server_pid" ] || return 0
  kill -TERM "$server_pid" 2>/dev/null
  wait "$server_pid"; stopped=$?
  server_pid=''
}

# index_corpus DB [PATH]: quietly
index_corpus() { "$GP" index --quiet --db "$1" "${2:-$ROOT/corpus}" 2>"$work/index.log" || fail "indexing failed: $(cat "$work/index.log")"; }

# raw TEXT: sends the bytes as they are, prints the first line of the answer
raw() {
  local line=''
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf '%b' "$1" >&3
  IFS= read -r -t 5 line <&3
  exec 3>&- 3<&-
  printf '%s' "${line%$'\r'}"
}

close_up() {
  stop_server
  echo "$passed passed, $failed failed"
  [ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
  exit
}
