/** `npm run bench:directory`, `bench:events`, `bench:floods`, `bench:forward-auth`, `bench:leaver`, `bench:oidc`, `bench:saml`: bundles a measurement with what it measures, and runs it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const name = process.argv[2]
const root = fileURLToPath(new URL('../', import.meta.url))
// inside the project, so that packages are found
const folder = await mkdtemp(join(root, 'node_modules/.bench-'))
const outfile = join(folder, `${name}.mjs`)
await build({
  absWorkingDir: root,
  entryPoints: [`bench/${name}.ts`],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'warning',
})
process.argv[2] = join(root, 'dist/sso-kit.cjs')
await import(pathToFileURL(outfile).href)
await rm(folder, { recursive: true, force: true })
