@echo off
rem Starts the posture analyzer on Windows: double-click it. It finds a Python and lets start.py do the rest.
setlocal
title Posture analyzer
pushd "%~dp0"

set "CHECK=import sys; sys.exit(sys.version_info < (3, 11))"
call py -3 -c "%CHECK%" >nul 2>nul
if not errorlevel 1 (
    call py -3 start.py %*
    goto ended
)
call python -c "%CHECK%" >nul 2>nul
if not errorlevel 1 (
    call python start.py %*
    goto ended
)
echo Python 3.11 or newer is needed, and was not found on this computer.
echo Please install it from https://www.python.org/downloads/ and start again.
echo In its installer, choose "Add python.exe to PATH".
echo.
pause
popd
exit /b 1

:ended
if errorlevel 1 pause
popd
