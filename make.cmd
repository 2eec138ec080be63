@echo off
rem The same words as the Makefile: make run, make test, and so on.
where py >nul 2>nul
if errorlevel 1 goto python
py -3 "%~dp0dev.py" %*
goto end
:python
python "%~dp0dev.py" %*
:end
exit /b %errorlevel%
