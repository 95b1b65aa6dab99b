#!/usr/bin/env bash
# Packs the program, installs the tarball into an empty folder and runs it there, as a stranger would.
set -euo pipefail
cd "$(dirname "$0")/.."
NEW_NODE=$PWD/node_modules/.bin/node
OLD_NODE=$(PATH=$(tr ':' '\n' <<<"$PATH" | grep -v node_modules | paste -sd:) command -v node || true)
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

fail() { printf 'smoke: %s\n' "$1" >&2; exit 1; }

npm pack --silent --pack-destination "$WORK" >/dev/null
TARBALL=$(ls "$WORK"/rules-maker-*.tgz)
SIZE=$(stat -c %s "$TARBALL")
[ "$SIZE" -lt 1000000 ] || fail "the tarball has $SIZE bytes, over 1 MB"
if tar -tzf "$TARBALL" | grep -Ev '^package/(dist/|package.json$|README.md$|LICENSE$|config.example.yaml$|docs/iam-policy.json$)'; then
  fail 'the tarball holds files that no user needs (above)'
fi

mkdir "$WORK/user" && cd "$WORK/user"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --prefer-offline --omit=dev "$TARBALL" 2>/dev/null
export XDG_STATE_HOME=$WORK/state XDG_CACHE_HOME=$WORK/cache XDG_CONFIG_HOME=$WORK/config
CLI=node_modules/rules-maker/dist/cli.js

PACKAGES=$(npm ls --all --parseable 2>/dev/null | grep -c /node_modules/)
[ "$PACKAGES" -ge 10 ] || fail "only $PACKAGES packages were counted"
[ "$PACKAGES" -le 110 ] || fail "$PACKAGES packages installed, over 110"
if find node_modules -name '*.node' | grep .; then fail 'a native module (above)'; fi

"$NEW_NODE" "$CLI" --help | grep -q 'rules-maker demo' || fail '--help does not show the demo'
[ "$("$NEW_NODE" "$CLI" --version)" = "$("$NEW_NODE" -p 'require("rules-maker/package.json").version')" ] || fail '--version differs from package.json'
"$NEW_NODE" "$CLI" demo || fail "demo ended with $?"
for file in AGENTS.md CLAUDE.md rules.json llms.txt; do
  [ -s "rules-maker-demo/$file" ] || fail "demo wrote no $file"
done
ls rules-maker-demo/.cursor/rules/*.mdc >/dev/null || fail 'demo wrote no .mdc file'
"$NEW_NODE" --input-type=module -e 'import {createExtractor, eventSchema} from "rules-maker"; if (typeof createExtractor !== "function" || eventSchema !== 1) process.exit(1)' || fail 'the library cannot be imported'

if [ -n "$OLD_NODE" ] && ! "$OLD_NODE" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 19) ? 0 : 1)'; then
  OUT=$("$OLD_NODE" "$CLI" demo 2>&1) && fail 'an old Node was not refused'
  [ "$(wc -l <<<"$OUT")" = 1 ] && grep -q 'needs Node 22.19' <<<"$OUT" || fail "an old Node prints: $OUT"
fi
printf 'smoke: ok, %s bytes packed, %s packages installed\n' "$SIZE" "$PACKAGES"
