/**
 * Writes `src/generated`: what the folders of `plugins/` and the schemas say, in the form the program loads.
 * Nothing in there is edited or committed; `npm run build` and the tests make it anew.
 *
 * Run by itself it also writes `schemas/sso.config.schema.json`, which editors read and which is committed.
 */
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { sharing } from './sharing.mjs'
import { shortened } from './shortened.mjs'

const root = new URL('../', import.meta.url)
const out = new URL('src/generated/', root)
const require = createRequire(import.meta.url)

export async function generate() {
  await mkdir(new URL('validators/', out), { recursive: true })
  await mkdir(new URL('apps/', out), { recursive: true })
  await writePlugins()
  await writeApps()
  const schemas = await readSchemas()
  await writeKeys(schemas)
  await writeValidators(schemas)
}

/** type → a function that imports the folder of that name. */
async function writePlugins() {
  const files = await readdir(new URL('plugins/', root), { recursive: true })
  const folders = files.flatMap(file => /^([^/]+)\/index\.ts$/.exec(file)?.[1] ?? [])
  const rows = folders.map(
    name => `  ${JSON.stringify(name)}: () => import('../../plugins/${name}/index.ts'),`,
  )
  await write(new URL('plugins.js', out), `export const plugins = {\n${rows.sort().join('\n')}\n}\n`)
  await write(
    new URL('plugins.d.ts', out),
    "import type { AnyPlugin } from '../plugins.ts'\nexport declare const plugins: Record<string, () => Promise<{ default: AnyPlugin }>>\n",
  )
}

/** type → a function that imports the keys of such an app: `schemas/apps` as code, since not every tool imports JSON later. */
async function writeApps() {
  const apps = await readApps()
  for (const [type, schema] of Object.entries(apps))
    await write(new URL(`apps/${type}.js`, out), `export default ${JSON.stringify(schema)}\n`)
  const rows = Object.keys(apps).map(type => `  ${JSON.stringify(type)}: () => import('./apps/${type}.js'),`)
  await write(new URL('apps.js', out), `export const apps = {\n${rows.join('\n')}\n}\n`)
  await write(
    new URL('apps.d.ts', out),
    "import type { Schema } from '../config/schema/schema.ts'\nexport declare const apps: Record<string, () => Promise<{ default: Schema }>>\n",
  )
}

/** Every key of the language with what is behind it, for texts that are no YAML. */
async function writeKeys({ keys }) {
  await write(new URL('keys.js', out), `export const keys = ${JSON.stringify(keys)}\n`)
  await write(
    new URL('keys.d.ts', out),
    "import type { Behind } from '../diagnostics/mask/keys.ts'\nexport declare const keys: Readonly<Record<string, Behind>>\n",
  )
}

async function readApps() {
  const folder = new URL('schemas/apps/', root)
  const names = (await readdir(folder)).filter(name => name.endsWith('.schema.json')).sort()
  const read = async name => [
    name.replace('.schema.json', ''),
    JSON.parse(await readFile(new URL(name, folder), 'utf8')),
  ]
  return Object.fromEntries(await Promise.all(names.map(read)))
}

/** The root schema and every plugin's and app's, put together by the program's own code. */
async function readSchemas() {
  const entry = `
    import { plugins } from './src/generated/plugins.js'
    import scenarios from './schemas/sso-test.schema.json'
    import { appSchema } from './src/config/schema/app.ts'
    import { editorSchema, validationSchemas } from './src/config/schema/assemble.ts'
    import { knownKeys } from './src/config/schema/known-keys.ts'
    import { root as written } from './src/config/schema/schema.ts'
    import { sourceSchema } from './src/config/schema/source.ts'
    const loaded = Object.fromEntries(await Promise.all(
      Object.entries(plugins).map(async ([type, load]) => [type, (await load()).default])))
    const ofApps = ${JSON.stringify(await readApps())}
    export const editor = editorSchema(loaded, ofApps)
    export const keys = knownKeys([
      written,
      ...Object.entries(loaded).map(([type, plugin]) => sourceSchema(type, plugin)),
      ...Object.values(ofApps).map(appSchema),
      scenarios,
    ])
    export { settings } from './src/config/schema/ajv.ts'
    export { bare } from './src/config/schema/bare.ts'
    export const { root, sources, apps } = validationSchemas(loaded, ofApps)`
  const code = await bundle(entry, {
    packages: 'external',
    // loaded by nobody here
    external: ['./simulator/*'],
    alias: { 'sso-kit/plugin': './src/plugin.ts' },
  })
  // beside the sources, so that the packages which plugins name are found
  const file = new URL(`schemas.${process.pid}.mjs`, out)
  await writeFile(file, code)
  try {
    return await import(file.href)
  } finally {
    await rm(file)
  }
}

/** ajv's checks as plain code: the schemas are compiled here, and ajv is not needed to validate. */
async function writeValidators({ root: rootSchema, sources, apps, settings, bare }) {
  const Ajv = require('ajv').default
  const { _ } = require('ajv')
  const standalone = require('ajv/dist/standalone').default
  const compile = async (schemas, exported, rest = '') => {
    const ajv = new Ajv({
      ...settings,
      schemas,
      code: { source: true, esm: true, formats: _`require("./src/config/schema/formats.ts").formats` },
    })
    // ajv's run time is a handful of CommonJS files: they are copied in, so that the result imports nothing
    return bundle(shortened(standalone(ajv, exported)) + rest, { minify: true })
  }
  // in one module, where what all of them refer to is there once
  const named = { root: rootSchema, ...keyed('source', sources), ...keyed('app', apps) }
  const shared = sharing(rootSchema.definitions, Object.values(named))
  const language = Object.entries(named).map(([$id, { definitions: _, ...schema }]) => ({
    $id,
    ...shared.of(schema),
  }))
  const table = (kind, schemas) =>
    `export const ${kind}s = { ${Object.keys(schemas).map((type, index) => `${JSON.stringify(type)}: ${kind}${index}`)} }\n`
  await write(
    new URL('validators/language.js', out),
    await compile(
      [{ $id: 'shared', definitions: shared.definitions }, ...language],
      Object.fromEntries(Object.keys(named).map(name => [name, name])),
      `\n${table('source', sources)}${table('app', apps)}`,
    ),
  )
  const manifest = JSON.parse(await readFile(new URL('schemas/plugin.schema.json', root), 'utf8'))
  await write(
    new URL('validators/manifest.js', out),
    await compile([{ ...manifest, $id: 'manifest' }], { manifest: 'manifest' }),
  )
  const scenarios = JSON.parse(await readFile(new URL('schemas/sso-test.schema.json', root), 'utf8'))
  await write(
    new URL('scenarios.js', out),
    await compile([{ ...bare(scenarios), $id: 'scenarios' }], { scenarios: 'scenarios' }),
  )
  await write(
    new URL('scenarios.d.ts', out),
    "import type { Validate } from '../config/schema/validate.ts'\nexport declare const scenarios: Validate\n",
  )
  await write(
    new URL('validators.js', out),
    `export { apps, root, sources } from './validators/language.js'\nexport const manifest = () => import('./validators/manifest.js')\n`,
  )
  await write(
    new URL('validators.d.ts', out),
    `import type { Validate } from '../config/schema/validate.ts'
export declare const root: Validate
export declare const sources: Readonly<Record<string, Validate>>
export declare const apps: Readonly<Record<string, Validate>>
export declare const manifest: () => Promise<{ manifest: Validate }>
`,
  )
}

/** Under names that a module can export. */
const keyed = (kind, schemas) =>
  Object.fromEntries(Object.values(schemas).map((schema, index) => [`${kind}${index}`, schema]))

/** One module without imports of its own files. */
async function bundle(contents, options = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(root), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    ...options,
  })
  return outputFiles[0].text
}

/** Leaves a file alone that already says this; otherwise replaces it in one step, for whoever is reading. */
async function write(file, text) {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return
  const fresh = new URL(`${file.href}.${process.pid}`)
  await writeFile(fresh, text)
  await rename(fresh, file)
}

/** What `schemas/sso.config.schema.json` should say. */
export async function readEditorSchema() {
  return (await readSchemas()).editor
}

/** In the form of all other JSON here. */
function formatted(value) {
  const biome = fileURLToPath(new URL('node_modules/.bin/biome', root))
  const input = JSON.stringify(value)
  return execFileSync(biome, ['format', '--stdin-file-path=schemas/schema.json'], {
    cwd: root,
    input,
    encoding: 'utf8',
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await generate()
  await write(new URL('schemas/sso.config.schema.json', root), formatted(await readEditorSchema()))
}
