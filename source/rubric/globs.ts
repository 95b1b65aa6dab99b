import picomatch from 'picomatch';
import {thresholds} from './criterion.ts';

/** The paths of a project that uses a bit of everything: what globs are tried on. */
const PROJECT =
  `.env.example .eslintrc.json .github/workflows/ci.yml .gitignore CMakeLists.txt Cargo.toml Dockerfile Gemfile
Makefile README.md app/models/user.rb app/views/home.erb build.gradle.kts cmd/server/main.go composer.json config/app.yaml
config/settings.py config/urls.py deploy/chart/values.yaml deploy/main.tf docs/guide/index.md docs/reference.rst go.mod
include/core/list.h lib/parser.ex lib/util.lua package.json pom.xml public/app.css public/index.html pyproject.toml
scripts/build.sh scripts/setup.ps1 shop/admin.py shop/migrations/0001_initial.py shop/models.py shop/templates/shop/cart.html
shop/tests/test_cart.py shop/views.py sql/schema.sql src/App.vue src/Cart.svelte src/Main.java src/Main.kt src/Program.cs
src/app.jsx src/app.tsx src/index.js src/index.ts src/lib.rs src/main.c src/main.cpp src/main.hs src/main.php src/main.pl
src/main.scala src/main.swift src/server.mjs src/style.scss src/types.d.ts test/app.test.ts test/index.test.js tsconfig.json
vite.config.ts web/app.cfg www/httpd.conf`
    .split(/\s+/)
    .sort();

/** Why a glob is of no use to any reader, or `null`. */
export function globProblem(glob: string): string | null {
  if (glob === '' || /[{}\s\\]/.test(glob)) return 'it has braces or blanks';
  if (/^[/!]|^\.\//.test(glob) || glob.split('/').includes('..')) return 'it is not relative to the root';
  return null;
}

/** Why a glob selects nothing, or `null`. A plain file name selects that file wherever the project has it. */
export function selectionProblem(glob: string): string | null {
  const problem = globProblem(glob);
  if (problem !== null) return problem;
  const matches = picomatch(glob, {dot: true});
  const found = PROJECT.filter((path) => matches(path)).length;
  if (found > PROJECT.length * thresholds.globShare) return 'it matches nearly every file';
  const namesFile = /(?:^|\/)[\w.-]*\w[\w.-]*(?:\/\*{1,2})?$/.test(glob.replace(/\/\*\*\/\*$/, ''));
  return found === 0 && !namesFile && !/\*\.\w+$/.test(glob) ? 'it matches no file' : null;
}
