/**
 * `dist/validate.cjs`: the command that editors and pipelines wait for, by itself. One CommonJS file, since to resolve
 * and link fifty ES modules costs as much as to compile them, and since only a script can have V8's code cache.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Node's own modules are loaded when something in them is first used: crypto alone costs a fifth of a start of Node. */
const lateBuiltins = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, namespace }) =>
      namespace === 'late' ? { path, external: true } : { path, namespace: 'late' },
    )
    // esbuild makes what is imported from such a module an object with the same prototype
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `module.exports = Object.create(new Proxy({}, { get: (_, name) => require(${JSON.stringify(path)})[name] }))`,
    }))
  },
}

/** Simulators are for the sandbox. */
const withoutSimulators = {
  name: 'without-simulators',
  setup({ onResolve }) {
    onResolve({ filter: /\/simulator\// }, ({ path }) => ({ path, external: true }))
  },
}

export async function buildValidate(root, common) {
  const file = join(root, 'dist/validate.cjs')
  await build({
    ...common,
    entryPoints: ['src/cli/start-validate.ts'],
    outfile: file,
    format: 'cjs',
    minifyWhitespace: true,
    define: { 'import.meta.url': 'programUrl' },
    banner: { js: 'const programUrl = require("node:url").pathToFileURL(__filename).href;' },
    plugins: [lateBuiltins, withoutSimulators],
  })
  // leaves V8's code cache beside it
  execFileSync(process.execPath, [
    join(root, 'dist/sso-kit.cjs'),
    'validate',
    '--quiet',
    join(root, 'sso.config.yaml'),
  ])
}
