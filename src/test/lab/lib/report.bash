# Messages for the user. Everything here goes to stderr: stdout belongs to `lab env` and `lab status`.

START=$EPOCHREALTIME
since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }
say() { printf '[%6ss] %s\n' "$(since "$START")" "$*" >&2; }
die() { printf 'lab: %s\n' "$*" >&2; exit 1; }

# step TITLE LOGNAME COMMAND...: one line at the start, one at the end, the output in a file
step() {
  local title=$1 log=$LOG/$2.log begin=$EPOCHREALTIME rc; shift 2
  say "$title ..."
  # not `"$@" || rc=$?`: errexit would be off inside the function, and a build that fails midway would count as done
  set +e; ( set -e; "$@" ) >"$log" 2>&1 </dev/null; rc=$?; set -e
  if [ $rc != 0 ]; then
    say "$title: FAILED after $(since "$begin")s (exit $rc), the end of $log:"
    tail -n 25 "$log" | sed 's/^/    /' >&2
    return $rc
  fi
  say "$title: done in $(since "$begin")s"
}
