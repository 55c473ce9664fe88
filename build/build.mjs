/** Builds `dist`: the program bundled by esbuild, one chunk per command and plugin, and the types beside it. */
import { execFileSync } from 'node:child_process'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildAlone } from './alone.mjs'
import { generate } from './generate.mjs'
import { noticesOf } from './notices.mjs'
import { plainYaml } from './plain-yaml.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
const require = createRequire(import.meta.url)

/**
 * Read by every `validate`, by every start, or by the first request for an app or a vendor: inside the bundle they cost
 * half as much to load, and less memory.
 */
const bundled = [
  ...['yaml', 'ajv'],
  ...['express', 'kysely', 'pino', 'preact', 'preact-render-to-string', 'rate-limiter-flexible'],
  ...['oidc-provider', 'undici'],
]

await generate()
await rm(join(root, 'dist'), { recursive: true, force: true })
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  // the package's own ES modules; its CommonJS would need `require`
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
  external: [...Object.keys(manifest.dependencies).filter(name => !bundled.includes(name)), 'vitest'],
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [plainYaml],
}
const { metafile } = await build({
  ...common,
  entryPoints: {
    start: 'src/cli/start.ts',
    index: 'src/index.ts',
    plugin: 'src/plugin.ts',
    testing: 'src/testing.ts',
  },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  format: 'esm',
  // what of them is CommonJS asks for Node's own modules
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'\nconst require = requireFrom(import.meta.url)",
  },
  metafile: true,
})
await writeFile(join(root, 'dist/NOTICES.txt'), await noticesOf(metafile, root))
await build({
  ...common,
  entryPoints: { 'sso-kit': 'src/cli/bin.cjs' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  minifyWhitespace: true,
  external: ['../package.json', './start.js'],
})
await chmod(join(root, 'dist/sso-kit.cjs'), 0o755)
await buildAlone(root, common)

const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc')
execFileSync(process.execPath, [tsc, '-p', join(root, 'build/tsconfig.types.json')], { stdio: 'inherit' })
