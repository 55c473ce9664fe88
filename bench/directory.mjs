/** `npm run bench:directory`: bundles `directory.ts` with what it measures, and runs it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))
// inside the project, so that packages are found
const folder = await mkdtemp(join(root, 'node_modules/.bench-'))
const outfile = join(folder, 'directory.mjs')
await build({
  absWorkingDir: root,
  entryPoints: ['bench/directory.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
await rm(folder, { recursive: true, force: true })
