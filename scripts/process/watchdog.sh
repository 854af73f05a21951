#!/bin/sh
# Reads "add PID SIGNAL" and "drop PID" until its input ends, which it does even when the writer is killed with -9;
# then stops what is left on the list, newest first.
list=""
while read -r word pid signal; do
  case "$word" in
    add) list="$pid:$signal $list" ;;
    drop)
      left=""
      for each in $list; do [ "${each%%:*}" = "$pid" ] || left="$left$each "; done
      list="$left"
      ;;
  esac
done
for each in $list; do kill -s "${each#*:}" "${each%%:*}" 2>/dev/null; done
tries=0
while [ "$tries" -lt 60 ]; do
  alive=""
  for each in $list; do kill -0 "${each%%:*}" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && exit 0
  tries=$((tries + 1))
  sleep 0.1
done
for each in $list; do kill -s KILL "${each%%:*}" 2>/dev/null; done
