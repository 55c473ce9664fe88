import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Compiled, compile } from '../config/compile.ts'
import { findConfig } from '../config/find.ts'
import { summary } from '../config/summary.ts'
import { painter } from '../diagnostics/colour.ts'
import { json } from '../diagnostics/json.ts'
import { pretty } from '../diagnostics/pretty.ts'
import { Halt } from '../errors.ts'
import type { ExitCode, Io } from './io.ts'
import { version } from './version.ts'

const usage = `sso-kit validate [FILE…|-] [-c FILE] [--format pretty|json[=FILE]]… [--strict] [--quiet] [--color auto|always|never]

Checks the file: every problem at once, each with its place and what to write instead.
Opens no connection, reads no secret. Without FILE: sso.config.yaml here or above. "-" reads standard input.
  --format F[=FILE]  pretty (default) or json; may be repeated, all but one with =FILE
  --strict           warnings fail too
  --quiet            nothing but problems
  --color WHEN       default auto: on a terminal, unless NO_COLOR is set
Exit code: 0 no problem · 1 problems · 2 could not check
`

interface Checked extends Compiled {
  readonly path: string
  readonly bytes: Uint8Array
}

interface Output {
  readonly format: 'pretty' | 'json'
  /** Absent: standard output. */
  readonly file: string | undefined
}

export async function validate(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c', multiple: true, default: [] },
      format: { type: 'string', multiple: true, default: [] },
      strict: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      color: { type: 'string', default: 'auto' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const outputs = outputsOf(values.format)
  const colour = wantsColour(values.color, io)
  try {
    const files = await readAll([...positionals, ...values.config], io)
    for (const { format, file } of outputs) {
      const text =
        format === 'json' ? asJson(files) : asText(files, file === undefined && colour, values.quiet)
      await (file === undefined ? io.stdout.write(text) : writeFile(resolve(io.cwd, file), text))
    }
    const failing = files.some(({ diagnostics }) =>
      diagnostics.some(({ severity }) => severity === 'error' || (values.strict && severity === 'warning')),
    )
    return failing ? 1 : 0
  } catch (error) {
    // whoever reads JSON gets JSON, also when there is no answer
    if (
      !(error instanceof Halt) ||
      !outputs.some(({ format, file }) => format === 'json' && file === undefined)
    )
      throw error
    io.stdout.write(json([], version(), error))
    return 2
  }
}

async function readAll(wanted: readonly string[], io: Io): Promise<Checked[]> {
  const names = wanted.length > 0 ? [...new Set(wanted)] : [await findConfig(io.cwd)]
  return Promise.all(names.map(name => readOne(name, io)))
}

async function readOne(name: string, io: Io): Promise<Checked> {
  if (name === '-') return check('<stdin>', await readStdin(io))
  const file = await findConfig(io.cwd, name)
  try {
    return await check(shown(file, io.cwd), await readFile(file))
  } catch (error) {
    const { code } = error as { code?: string }
    throw code === undefined
      ? error
      : new Halt(`${file} cannot be read (${code})`, 'check its permissions', error)
  }
}

const check = async (path: string, bytes: Uint8Array): Promise<Checked> => ({
  path,
  bytes,
  ...(await compile(bytes, { file: path })),
})

async function readStdin({ stdin }: Io): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** As short as it is clear. */
function shown(file: string, cwd: string): string {
  const near = relative(cwd, file)
  return near.startsWith('..') || isAbsolute(near) ? file : near
}

function asJson(files: readonly Checked[]): string {
  return json(
    files.map(({ path, bytes, diagnostics, version: configVersion }) => ({
      path,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      configVersion: configVersion ?? null,
      diagnostics,
    })),
    version(),
  )
}

function asText(files: readonly Checked[], colour: boolean, quiet: boolean): string {
  const paint = painter(colour)
  return files
    .map(({ path, text, diagnostics, config, complete }) => {
      const frames = pretty(text, diagnostics, { colour })
      if (quiet) return frames
      return `${frames}${frames === '' ? '' : '\n'}${summary(path, { diagnostics, config, complete }, paint)}\n`
    })
    .join('')
}

function outputsOf(formats: readonly string[]): Output[] {
  const outputs = (formats.length > 0 ? formats : ['pretty']).map(word => {
    const [format = '', ...file] = word.split('=')
    if (format !== 'pretty' && format !== 'json')
      throw new Halt(`there is no format "${format}"`, 'choose pretty or json')
    return { format, file: file.length > 0 ? file.join('=') : undefined } as const
  })
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new Halt('two formats for standard output', 'give all but one a file: --format json=report.json')
  return outputs
}

function wantsColour(when: string, { stdout, env }: Io): boolean {
  if (when === 'always' || when === 'never') return when === 'always'
  if (when !== 'auto') throw new Halt(`--color cannot be "${when}"`, 'choose auto, always or never')
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') || stdout.isTTY === true
}
