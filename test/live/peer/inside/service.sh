#!/bin/sh
# Leaves its pid in PIPE.pid and its output in PIPE.log, and becomes the command.
# usage: service.sh PIPE COMMAND…
set -eu
pipe=$1
shift
exec >"$pipe.log" 2>&1
echo $$ >"$pipe.pid"
exec "$@"
