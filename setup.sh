#!/bin/sh
# Makes the virtual environment named by $1 from the lock named by $2; every failure is one sentence. See the Makefile.
# Which versions of Python are served is said in pyproject.toml alone (requires-python); docs/development.md moves it.
set -eu
venv="$1"
lock="$2"
python="${PYTHON:-python3}"
oldest="$(sed -n 's/^requires-python = ">=3\.\([0-9]*\),<3\.[0-9]*"$/\1/p' pyproject.toml)"
too_new="$(sed -n 's/^requires-python = ">=3\.[0-9]*,<3\.\([0-9]*\)"$/\1/p' pyproject.toml)"
newest=$((too_new - 1))

say() { printf 'skillgap setup: %s\n' "$1" >&2; exit 2; }

command -v "$python" >/dev/null 2>&1 || say "$python was not found; install Python 3.$oldest to 3.$newest, or name one: make setup PYTHON=/path/to/python3."
version="$("$python" -c 'import sys; print("%d %d" % sys.version_info[:2])')" || say "$python does not run; name another: make setup PYTHON=/path/to/python3."
major="${version% *}"
minor="${version#* }"
if [ "$major" -ne 3 ] || [ "$minor" -lt "$oldest" ]; then
    say "$("$python" --version 2>&1) will not do; skillgap needs Python 3.$oldest to 3.$newest: make setup PYTHON=python3.$newest."
elif [ "$minor" -ge "$too_new" ]; then
    say "$("$python" --version 2>&1) is not served yet: some of the locked packages are not built for it (docs/development.md says which). Python 3.$oldest to 3.$newest is: make setup PYTHON=python3.$newest."
fi
"$python" -c 'import venv, ensurepip' 2>/dev/null \
    || say "this Python cannot make virtual environments; on Debian or Ubuntu: apt-get install python3-venv."

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || say "no virtual environment could be made in $venv; is the folder writable and the disk not full?"
log="$venv/setup.log"
echo "skillgap setup: installing the locked packages (a minute or two the first time)"
if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" >"$log" 2>&1; then
    if grep -qiE 'connection|resolve|network|timed? ?out|could not find a version|retry' "$log"; then
        say "the packages could not be fetched; check the network (or your pip index settings) and try again; details: $log."
    fi
    say "installing the packages failed; the last line was: $(tail -n 1 "$log"); details: $log."
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e . >>"$log" 2>&1 \
    || say "installing the checkout itself failed; details: $log."
# Where Python may keep no compiled modules (PYTHONDONTWRITEBYTECODE), each command would compile ours again: a sixth of a second.
"$venv/bin/python" -m compileall -q skillgap crawler nlp warehouse analysis dashboard >>"$log" 2>&1 || :
