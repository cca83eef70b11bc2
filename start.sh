#!/bin/sh
# Starts the posture analyzer on Linux and on a Mac: finds a Python and lets start.py do the rest.
# On Linux: right-click it and choose "Run as a Program". On a Mac: double-click start.command.
cd "$(dirname "$0")" || exit 1

system=$(uname)
names="python3 python3.14 python3.13 python3.12 python3.11"
if [ "$system" = Darwin ]; then # a click does not always know what the terminal knows
    names="$names /usr/local/bin/python3 $(ls /opt/*/bin/python3 2>/dev/null)"
    names="$names /Library/Frameworks/Python.framework/Versions/Current/bin/python3"
fi

find_python() {
    for name in $names; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return 0
        fi
    done
    return 1
}

if python=$(find_python); then
    "$python" start.py "$@"
    status=$?
else
    echo "Python 3.11 or newer is needed, and was not found on this computer."
    if [ "$system" = Darwin ]; then
        echo "Please install it from https://www.python.org/downloads/ and start again."
    else
        echo "Please install it (on Debian and Ubuntu: sudo apt install python3 python3-venv) and start again."
    fi
    status=1
fi
# A window that was opened by a click would close before anybody can read why.
if [ "$status" -ne 0 ] && [ -t 0 ]; then
    printf '\nPress Enter to close this window. '
    read -r _ || true
fi
exit "$status"
