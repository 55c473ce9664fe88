/**
 * `dist/validate.cjs` and `dist/serve.cjs`: the command that editors and pipelines wait for and the one that a restart waits
 * for, each by itself. One CommonJS file, since to resolve and link fifty ES modules costs as much as to compile them, and
 * since only a script can have V8's code cache.
 */
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { build, transform } from 'esbuild'

/** Node's own modules are loaded when something in them is first used: crypto alone costs a fifth of a start of Node. */
const lateBuiltins = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, namespace }) =>
      namespace === 'late' ? { path, external: true } : { path, namespace: 'late' },
    )
    // esbuild makes what is imported from such a module an object with the same prototype
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `let loaded; module.exports = Object.create(new Proxy({}, { get: (_, name) => (loaded ??= require(${JSON.stringify(path)}))[name] }))`,
    }))
  },
}

/** `sso-kit.cjs` starts the sandbox by the other build. */
const withoutSandbox = {
  name: 'without-sandbox',
  setup({ onResolve }) {
    onResolve({ filter: /\/simulator\/|\/sandbox\.ts$/ }, ({ path }) => ({ path, external: true }))
  },
}

/** They check the manifests of plugins that are not ours, which few files name: files by themselves, since whatever is in the script costs. */
const ofManifests = { ajv: 'ajv', manifest: 'src/generated/validators/manifest.js' }

const manifestsApart = {
  name: 'manifests-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^ajv$|\/validators\/manifest\.js$/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `./${parse(path).name}.cjs`, external: true },
    )
  },
}

/** A script out of V8's cache has no `import()`: it is given one (`src/cli/remembered.cjs`), for modules that are not ours. */
const givenImport = {
  name: 'given-import',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/import-module\.ts$/ }, () => ({
      contents: 'const given = importModule; export { given as importModule }',
    }))
  },
}

/** What `validate` reads of a plugin is what it declares (`DeclaredPlugin`); all that only runs a source is left out. */
const onlyDeclared = {
  name: 'only-declared',
  setup({ onLoad, onResolve, resolve }) {
    onLoad({ filter: /\/plugins\/[^/]+\/index\.ts$/ }, async ({ path }) => ({
      contents: await declared(await readFile(path, 'utf8')),
    }))
    // a module of which nothing is used then is left out with its folder
    onResolve({ filter: /^\.\.?\// }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'asked' || !from.importer.includes('/plugins/')) return undefined
      return { ...(await resolve(path, { ...from, pluginData: 'asked' })), sideEffects: false }
    })
  },
}

/** The members of a plugin that run it, as esbuild prints them: two spaces before each, more before what is in it. */
const running = /^ {2}(?:async )?(?:open|console|simulate)\b.*\n(?: {3,}.*\n|\n)*(?: {2}[)\]}]+,?\n)?/gm

/** The text of a plugin without them. */
async function declared(text) {
  const { code } = await transform(text, { loader: 'ts', target: 'esnext' })
  const rest = code.replace(running, '')
  if (!/\bopen\b/.test(code) || /^ {2}(?:async )?open\b/m.test(rest))
    throw new Error('a plugin in another form')
  return rest
}

/** In patterns esbuild leaves other characters; a text that has some takes V8 twice the time and the room. */
const inAscii = text =>
  text.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

export async function buildAlone(root, common) {
  const alone = async (command, { plugins = [], ...options }) => {
    const { outputFiles } = await build({
      ...common,
      entryPoints: [`src/cli/start-${command}.ts`],
      write: false,
      format: 'cjs',
      minifyWhitespace: true,
      // of a failure the log has the line
      lineLimit: 160,
      define: { 'import.meta.url': 'program.url' },
      supported: { 'dynamic-import': false },
      banner: {
        js: 'const program = { get url() { return require("node:url").pathToFileURL(__filename).href } };',
      },
      plugins: [...common.plugins, withoutSandbox, manifestsApart, givenImport, ...plugins],
      ...options,
    })
    await writeFile(join(root, `dist/${command}.cjs`), inAscii(outputFiles[0].text))
  }
  const manifests = build({
    ...common,
    entryPoints: ofManifests,
    outdir: join(root, 'dist'),
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    minifyWhitespace: true,
  })
  await Promise.all([
    // short names too: a fifth less to read, and 3 % fewer instructions above a bare Node. Lines of a failure are those of this very build
    alone('validate', { plugins: [lateBuiltins, onlyDeclared], minify: true }),
    alone('serve', {}),
    manifests,
  ])
  // leaves V8's code cache beside it
  execFileSync(process.execPath, [
    join(root, 'dist/sso-kit.cjs'),
    'validate',
    '--quiet',
    join(root, 'sso.config.yaml'),
  ])
}
