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

const root = new URL('../', import.meta.url)
const out = new URL('src/generated/', root)
const require = createRequire(import.meta.url)

export async function generate() {
  await mkdir(new URL('validators/', out), { recursive: true })
  await mkdir(new URL('apps/', out), { recursive: true })
  await writePlugins()
  await writeApps()
  await writeValidators(await readSchemas())
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
    import { editorSchema, validationSchemas } from './src/config/schema/assemble.ts'
    const loaded = Object.fromEntries(await Promise.all(
      Object.entries(plugins).map(async ([type, load]) => [type, (await load()).default])))
    const ofApps = ${JSON.stringify(await readApps())}
    export const editor = editorSchema(loaded, ofApps)
    export { settings } from './src/config/schema/ajv.ts'
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
async function writeValidators({ root: rootSchema, sources, apps, settings }) {
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

/**
 * The same code at a third of its length: each error is made by one call and without its place in the schema, which nobody
 * asks for; of the schemas there is what the checks look at; and a pattern is read when a text is held against it.
 */
function shortened(code) {
  return `${withoutSchemas(withLatePatterns(withFailures(code)))}
function add(errors, error) {
  if (errors === null) return [error]
  errors.push(error)
  return errors
}
function failure(instancePath, keyword, params, propertyName) {
  const error = { instancePath, keyword, params }
  return propertyName === undefined ? error : { ...error, propertyName }
}
function pattern(source) {
  let form
  return { test: text => (form ??= new RegExp(source, 'u')).test(text) }
}`
}

/** Three quarters of ajv's code say what is wrong. */
function withFailures(code) {
  const error =
    /const (err\d+) = (\{.*?\});if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}/g
  const content =
    /^\{instancePath(?::(.*?))?,schemaPath:"(?:[^"\\]|\\.)*",keyword:("\w+"),params:(\{.*?\})(?:,propertyName:(\w+))?\}$/
  const call = (_, __, object) => {
    const [, path = 'instancePath', keyword, params, name] = content.exec(object) ?? []
    if (keyword === undefined) return `vErrors = add(vErrors, ${object});`
    const named = name === undefined ? '' : `, ${name}`
    return `vErrors = add(vErrors, failure(${path}, ${keyword}, ${params}${named}));`
  }
  return code.replaceAll(error, call)
}

/**
 * To read a pattern takes V8 a tenth of a millisecond, and a class by a property of Unicode a whole one; a file holds texts
 * against few of those that the language has. Control characters, which most patterns exclude, are written out.
 */
const withLatePatterns = code =>
  code.replaceAll(
    /new RegExp\(("(?:[^"\\]|\\.)*"), "u"\)/g,
    (_, source) =>
      `pattern(${source.replaceAll(/(?<=\[[^\]]*)\\\\p\{Cc\}/g, '\\\\0-\\\\x1f\\\\x7f-\\\\x9f')})`,
  )

/** Of its schemas ajv's code asks which properties there are, and an error quotes lists of values and types. */
function withoutSchemas(code) {
  const schemas = new Map()
  const rest = code.replaceAll(
    /const (schema\d+) = (\{(?:"(?:[^"\\]|\\.)*"|[^";])*\});/g,
    (_, name, text) => {
      schemas.set(name, JSON.parse(text))
      return ''
    },
  )
  const kept = new Map()
  const short = rest.replaceAll(
    /(\.call\()?\b(schema\d+)((?:\.[\w$]+|\[(?:\d+|"(?:[^"\\]|\\.)*")\])*)/g,
    (_, call, name, path) => {
      const steps = [...path.matchAll(/\.([\w$]+)|\[(.*?)\]/g)].map(
        ([, key, inBrackets]) => key ?? JSON.parse(inBrackets),
      )
      const value = steps.reduce((schema, step) => schema[step], schemas.get(name))
      if (call === undefined) return JSON.stringify(value)
      const keys = `keysOf_${[name, ...steps].join('_').replaceAll(/\W/g, '_')}`
      kept.set(
        keys,
        mapped(value, () => true),
      )
      return `${call}${keys}`
    },
  )
  const constants = [...kept].map(([name, keys]) => `const ${name} = ${JSON.stringify(keys)};`)
  return `${short}\n${constants.join('\n')}`
}

/** Under names that a module can export. */
const keyed = (kind, schemas) =>
  Object.fromEntries(Object.values(schemas).map((schema, index) => [`${kind}${index}`, schema]))

/**
 * Schemas that refer to one set of definitions: those given, and what several maps say of a key in the very same words,
 * such as what may stand in the place of a secret.
 */
function sharing(given, schemas) {
  const counts = new Map()
  const count = schema => {
    for (const [key, value] of Object.entries(schema ?? {})) {
      if (key === 'properties')
        for (const { default: _, ...each } of Object.values(value)) {
          const text = JSON.stringify(each)
          counts.set(text, (counts.get(text) ?? 0) + 1)
        }
      if (typeof value === 'object') count(value)
    }
  }
  for (const schema of [...schemas, given]) count(schema)

  const definitions = {}
  const names = new Map()
  /** The name of a definition that says this; undefined where it is not worth one. */
  const nameOf = schema => {
    const text = JSON.stringify(schema)
    if (schema.$ref !== undefined || text.length < 100 || counts.get(text) === 1) return undefined
    if (!names.has(text)) {
      names.set(text, `common${names.size}`)
      definitions[names.get(text)] = of(schema)
    }
    return names.get(text)
  }
  const property = ({ default: value, ...schema }) => {
    const name = nameOf(schema)
    const own = name === undefined ? of(schema) : { $ref: `shared#/definitions/${name}` }
    // ajv fills in what stands beside a reference, and nothing that is behind it
    return value === undefined ? own : { default: value, ...own }
  }
  const of = schema => {
    if (Array.isArray(schema) || typeof schema !== 'object' || schema === null) return schema
    const entries = Object.entries(schema).map(([key, value]) => {
      if (key === '$ref') return [key, value.replace(/^#/, 'shared#')]
      return [key, key === 'properties' ? mapped(value, property) : key === 'default' ? value : of(value)]
    })
    return Object.fromEntries(entries)
  }
  Object.assign(definitions, mapped(given, of))
  return { definitions, of }
}

const mapped = (map, to) => Object.fromEntries(Object.entries(map).map(([key, value]) => [key, to(value)]))

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
