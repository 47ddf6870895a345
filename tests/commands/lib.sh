# lib.sh - what each check_* of a command shares, besides tests/server/lib.sh. Sourced.
. "$ROOT/tests/server/lib.sh"

# refused CODE PART COMMAND...: exit code, nothing on stdout, one line on stderr that begins
# "guidepost: " and has PART
refused() {
  local wanted=$1 part=$2 code; shift 2
  timeout 60 "$@" >"$work/out" 2>"$work/err" </dev/null; code=$?
  same "exit code of: ${*:2}" "$code" "$wanted"
  same "nothing on stdout: ${*:2}" "$(wc -c <"$work/out")" 0
  same "one line: ${*:2}: $(cat "$work/err")" "$(wc -l <"$work/err")" 1
  holds "${*:2}" "$(cat "$work/err")" 'guidepost: '
  holds "${*:2}" "$(cat "$work/err")" "$part"
}
