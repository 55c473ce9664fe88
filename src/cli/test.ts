import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { findAnyConfig, findConfig } from '../config/find.ts'
import { Halt } from '../errors.ts'
import { emptyStore } from '../scenarios/run.ts'
import type { Storage } from '../storage/storage.ts'
import { choice } from './answer.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { hasFailed } from './test/counts.ts'
import { formats, showing } from './test/formats.ts'
import { type Run, type Suite, suiteOf } from './test/suite.ts'
import { matching } from './validate/inputs.ts'
import { wantsColour } from './validate/terminal.ts'

const usage = `sso-kit test [FILE|PATTERN]… [-c FILE] [OPTION]…

Runs scenarios: who signs in, what a source says of them, and what they must get – an account, groups and permissions, apps,
and what each app is told. They go through the functions that serve runs, from the file alone: no connection is opened
and no secret is read. docs/scenario-tests.md says how to write one.
Without FILE: every *.sso-test.yaml here and below; where there is none, beside the configuration and below that.
A PATTERN in quotes has *, ? and **.
  -c FILE          another configuration than the one that the scenarios name; FILE+FILE for overlays
  --only TEXT      only scenarios with this in their name; may be repeated. The others are skipped
  --format F       pretty (default), json or junit
  --color WHEN     auto (default), always or never; --no-color is never
Exit code: 0 all passed · 1 one failed, or a file has mistakes · 2 could not run
`

export async function test(args: string[], io: Io): Promise<ExitCode> {
  try {
    return await run(args, io)
  } catch (error) {
    return fail(error, args, io)
  }
}

async function run(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c' },
      only: { type: 'string', multiple: true, default: [] },
      format: { type: 'string', default: 'pretty' },
      color: { type: 'string', default: 'auto' },
      'no-color': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const format = choice('format', values.format, formats)
  const colour = wantsColour(values['no-color'] ? 'never' : values.color, io)
  const config = values.config === undefined ? undefined : findConfig(io.cwd, values.config)
  const { only } = values
  const isWanted = (name: string) => only.length === 0 || only.some(text => name.includes(text))
  const suites = await play(filesIn(positionals, io), { io, config, isWanted })
  if (only.length > 0 && nothingPlayed(suites))
    throw new Halt(`no scenario has ${only.join(' or ')} in its name`, 'correct --only, or leave it out')
  io.stdout.write(showing(format).run(suites, colour))
  return hasFailed(suites) ? 1 : 0
}

const nothingPlayed = (suites: readonly Suite[]): boolean =>
  suites.every(
    ({ problems, results }) => problems.length === 0 && results.every(({ status }) => status === 'skipped'),
  )

/** One store for all of them, which is made when the first file turns out to be without mistakes. */
async function play(
  files: readonly string[],
  given: Pick<Run, 'io' | 'config' | 'isWanted'>,
): Promise<Suite[]> {
  let opened: Promise<Storage> | undefined
  const storage = () => {
    opened ??= emptyStore()
    return opened
  }
  const run: Run = { ...given, storage, compiled: new Map() }
  try {
    const suites: Suite[] = []
    for (const file of files) suites.push(await suiteOf(file, run))
    return suites
  } finally {
    await (await opened)?.close()
  }
}

function filesIn(words: readonly string[], io: Io): string[] {
  if (words.length > 0) return [...new Set(words.flatMap(word => matching(word, io, { allowEmpty: false })))]
  const below = (cwd: string) => matching('**/*.sso-test.yaml', { cwd }, { allowEmpty: true })
  const here = below(io.cwd)
  if (here.length > 0) return here
  const [config = join(io.cwd, 'sso.config.yaml')] = findAnyConfig(io.cwd, undefined) ?? []
  const found = below(dirname(config))
  if (found.length > 0) return found
  throw new Halt(
    `there is no *.sso-test.yaml in ${dirname(config)} or below it`,
    'docs/scenario-tests.md says how to write one',
  )
}

/** There is no answer. Whoever reads a document gets one all the same, as soon as the command line says which. */
function fail(error: unknown, args: readonly string[], io: Io): ExitCode {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: { format: { type: 'string' } },
  })
  const format = formats.find(one => one === values.format)
  const document = format && showing(format).failure
  if (!document || !(error instanceof Halt)) throw error
  io.stdout.write(document({ message: error.message, help: error.help }))
  return 2
}
