# A process id alone says nothing after a crash: ids are used again. A record is "pid start-time boot-id".

process_record() { printf '%s %s %s\n' "$1" "$(process_start "$1")" "$(cat /proc/sys/kernel/random/boot_id)"; }
process_start() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }   # field 22; the name may hold spaces

# recorded_process FILE: prints the pid if the process of the record still lives
recorded_process() {
  local pid start boot _
  [ -s "$1" ] && read -r pid start boot _ < "$1" || return 1
  [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] && [ "$start" = "$(process_start "$pid")" ] || return 1
  echo "$pid"
}
