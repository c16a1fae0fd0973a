// Compiles tests/*.test.ts with esbuild and runs them with node's own test runner.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const out = path('.cache/tests');
rmSync(out, { recursive: true, force: true });

const sources = readdirSync(path('tests')).filter((name) => name.endsWith('.test.ts'));
await build({
  entryPoints: sources.map((name) => path(`tests/${name}`)),
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: ['node18'],
  tsconfig: path('tsconfig.json'),
  sourcemap: 'inline',
});
const files = readdirSync(out).map((name) => `${out}/${name}`);
const run = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...files], { stdio: 'inherit' });
process.exit(run.status ?? 1);
