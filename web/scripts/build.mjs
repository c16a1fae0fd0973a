// Builds the pages into dist/: what the server sends at `/`.
import { build } from 'esbuild';
import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));

await rm(path('dist'), { recursive: true, force: true });
await mkdir(path('dist/desk'), { recursive: true });
await cp(path('pages'), path('dist'), { recursive: true });

const common = {
  bundle: true,
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  target: ['es2021'],
  tsconfig: path('tsconfig.json'),
  logLevel: 'info',
};
await Promise.all([
  // One classic script, so that a single tag without type="module" is all that a page needs.
  build({ ...common, entryPoints: [path('src/widget/main.ts')], outfile: path('dist/widget.js'), format: 'iife' }),
  build({ ...common, entryPoints: [path('src/desk/main.ts')], outfile: path('dist/desk/desk.js'), format: 'esm' }),
  build({ ...common, entryPoints: [path('src/desk/desk.css')], outfile: path('dist/desk/desk.css') }),
  build({ ...common, entryPoints: [path('src/shop/main.ts')], outfile: path('dist/shop.js'), format: 'esm' }),
]);
