#!/bin/sh
# Starts the posture analyzer on a Mac: double-click it.
exec /bin/sh "$(dirname "$0")/start.sh" "$@"
