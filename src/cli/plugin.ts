import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { manifestFile } from '../config/plugins/manifest.ts'
import { manifestOf } from '../config/plugins/manifest-of.ts'
import { parseManifest } from '../config/plugins/parse.ts'
import { isRecord } from '../config/typed-lists.ts'
import { Halt } from '../errors.ts'
import { importPlugin } from '../plugins.ts'
import { choice, no } from './answer.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'

const usage = `sso-kit plugin manifest [FOLDER] [--module FILE] [--check]

For authors of a source type in a folder of its own: runs its module and writes what it says of itself to
${manifestFile}, which other commands read instead of running it.
  FOLDER         default: here
  --module FILE  in that folder or below; default: the one in the manifest, or ./index.js
  --check        say whether the manifest is up to date
sso-kit init plugin NAME makes such a folder.
Exit code: 0 done · 1 the manifest is out of date · 2 could not answer
`

export async function plugin(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      module: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const [verb, folder = '.', ...tooMuch] = positionals
  if (verb === undefined) throw new Halt('what is to be done?', 'sso-kit plugin manifest')
  choice('verb', verb, ['manifest'])
  if (tooMuch.length > 0)
    throw new Halt(`"${tooMuch[0]}" is one word too many`, 'one folder, or none for here')

  const file = join(resolve(io.cwd, folder), manifestFile)
  const shown = join(folder, manifestFile)
  const before = parsed(await readFile(file, 'utf8').catch(() => ''))
  const manifest = await manifestIn(resolve(io.cwd, folder), values.module ?? moduleIn(before))
  const $schema = isRecord(before) && typeof before.$schema === 'string' ? { $schema: before.$schema } : {}
  const now = { ...$schema, ...manifest }
  if (values.check) {
    if (isDeepStrictEqual(before, now)) return 0
    return no(io, `${shown} is out of date`, `sso-kit plugin manifest ${folder} writes it anew`)
  }
  await writeFile(file, `${JSON.stringify(now, null, 2)}\n`).catch(error => {
    throw new Halt(
      `${shown} cannot be written (${error.code})`,
      'check the folder and its permissions',
      error,
    )
  })
  io.stdout.write(`wrote ${shown}\n`)
  return 0
}

/** Only one that validate will take. */
async function manifestIn(folder: string, module: string): Promise<object> {
  const manifest = await importPlugin(resolve(folder, module))
    .then(found => manifestOf(found, module))
    .catch((error: Error) => {
      throw new Halt(`the plugin in ${folder} cannot be described: ${error.message}`, undefined, error)
    })
  const result = await parseManifest(Buffer.from(JSON.stringify(manifest, null, 2)), manifest.type)
  if ('fault' in result) throw new Halt(result.fault.message, `docs/plugins.md says what a manifest may say`)
  return manifest
}

const moduleIn = (manifest: unknown): string =>
  isRecord(manifest) && typeof manifest.module === 'string' ? manifest.module : './index.js'

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
