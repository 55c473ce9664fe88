import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Added } from '../config/plugins/read.ts'
import type { Schema } from '../config/schema/schema.ts'
import { documentOf } from '../diagnostics/document.ts'
import { Halt } from '../errors.ts'
import { choice, no } from './answer.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { manifestsFor } from './manifests.ts'
import { packageFile } from './package-file.ts'
import { refuseSource } from './report-file.ts'

const editor = 'schemas/sso.config.schema.json'

/** All come with the package; that of editors is built from the language and every source type. */
const schemas: Readonly<Record<string, string>> = {
  editor,
  overlay: editor,
  sandbox: editor,
  diagnostics: 'schemas/diagnostics.schema.json',
  diff: 'schemas/diff.schema.json',
  plugin: 'schemas/plugin.schema.json',
  scenarios: 'schemas/sso-test.schema.json',
}

const usage = `sso-kit schema [--for editor|overlay|sandbox|diagnostics|diff|plugin|scenarios]
               [-o FILE | --check FILE] [-c FILE]

Prints a JSON Schema (draft-07).
  --for editor       of sso.config.yaml with every source type, for editors (default); with those of the plugins that
                     the file names, by their manifests
  --for overlay      the same of a file that is laid over another one: no key has to be there
  --for sandbox      the same of *.sandbox.yaml: secrets may be written out
  --for diagnostics  of what validate --format json prints
  --for diff         of what diff --format json prints
  --for plugin       of sso-kit.plugin.json
  --for scenarios    of *.sso-test.yaml, for editors
  -o FILE            write it there
  --check FILE       say whether that file is up to date
Exit code: 0 done · 1 the file is out of date · 2 could not answer
`

export async function schema(args: string[], io: Io): Promise<ExitCode> {
  const { values } = flagsIn({
    args,
    options: {
      for: { type: 'string', default: 'editor' },
      output: { type: 'string', short: 'o' },
      check: { type: 'string' },
      config: { type: 'string', short: 'c' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const { output, check } = values
  if (output !== undefined && check !== undefined)
    throw new Halt('-o writes and --check compares', 'give one of the two')
  const name = schemas[choice('schema for', values.for, Object.keys(schemas))] ?? ''
  const own = await readFile(packageFile(name), 'utf8')
  const text = name === editor ? await inEditors(own, values.for, await manifestsFor(io, values.config)) : own
  if (check !== undefined) {
    if (isDeepStrictEqual(parsed(await reading(io, check)), JSON.parse(text))) return 0
    return no(io, `${check} is out of date`, `sso-kit schema --for ${values.for} -o ${check} writes it anew`)
  }
  if (output === undefined) {
    io.stdout.write(text)
    return 0
  }
  const file = resolve(io.cwd, output)
  refuseSource(file)
  await writeFile(file, text).catch(cannot('written', output))
  return 0
}

/** Byte for byte our own where there is nothing to add or to leave out. */
async function inEditors(text: string, flavour: string, types: Added['types']): Promise<string> {
  if (types.size === 0 && flavour === 'editor') return text
  const { withTypes } = await import('../config/schema/assemble.ts')
  const { forOverlays, forSandboxes } = await import('../config/schema/editor/flavours.ts')
  const manifests = Object.fromEntries([...types].map(([type, { manifest }]) => [type, manifest]))
  const complete = types.size === 0 ? JSON.parse(text) : withTypes(JSON.parse(text), manifests)
  const flavours: Readonly<Record<string, (schema: Schema) => Schema>> = {
    overlay: forOverlays,
    sandbox: forSandboxes,
  }
  return documentOf(flavours[flavour]?.(complete) ?? complete)
}

const reading = (io: Io, file: string): Promise<string> =>
  readFile(resolve(io.cwd, file), 'utf8').catch(cannot('read', file))

const cannot = (what: string, file: string) => (error: NodeJS.ErrnoException) => {
  throw new Halt(`${file} cannot be ${what} (${error.code})`, 'check the path and its permissions', error)
}

/** However it is laid out, with a byte order mark or without; what is no JSON is out of date too. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
