import { dirname, join } from 'node:path'
import { findAnyConfig, findConfig } from '../config/find.ts'
import { Halt } from '../errors.ts'
import { emptyStore } from '../scenarios/run.ts'
import type { Storage } from '../storage/storage.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { answeringIn, outputFlags, outputsIn, write } from './outputs.ts'
import type { Command } from './run.ts'
import { hasFailed } from './test/counts.ts'
import { formats } from './test/formats.ts'
import { type Run, type Suite, suiteOf } from './test/suite.ts'
import { matching } from './validate/inputs.ts'

const usage = `sso-kit test [FILE|PATTERN]… [-c FILE] [OPTION]…

Runs scenarios: who signs in, what a source says of them, and what they must get – an account, groups and permissions, apps,
and what each app is told. They go through the functions that serve runs, from the file alone: no connection is opened
and no secret is read. docs/scenario-tests.md says how to write one.
Without FILE: every *.sso-test.yaml here and below; where there is none, beside the configuration and below that.
A PATTERN in quotes has *, ? and **.
  -c FILE            another configuration than the one that the scenarios name; FILE+FILE for overlays
  --only TEXT        only scenarios with this in their name; may be repeated. The others are skipped
  --format F[=FILE]  pretty (default), json or junit; may be repeated, all but one with =FILE
  --color WHEN       auto (default), always or never; --no-color is never
Exit code: 0 all passed · 1 one failed, or a file has mistakes · 2 could not run
`

export const test: Command = answeringIn(formats, run)

async function run(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c' },
      only: { type: 'string', multiple: true, default: [] },
      ...outputFlags,
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const outputs = outputsIn(values, formats, io)
  const config = values.config === undefined ? undefined : findConfig(io.cwd, values.config)
  const { only } = values
  const isWanted = (name: string) => only.length === 0 || only.some(text => name.includes(text))
  const suites = await play(filesIn(positionals, io), { io, config, isWanted })
  if (only.length > 0 && nothingPlayed(suites))
    throw new Halt(`no scenario has ${only.join(' or ')} in its name`, 'correct --only, or leave it out')
  await write(outputs, suites, io)
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
  if (words.length > 0)
    return [...new Set(words.flatMap(word => matching(word, io, { allowEmpty: undefined })))]
  const below = (cwd: string) =>
    matching('**/*.sso-test.yaml', { cwd, stderr: io.stderr }, { allowEmpty: true })
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
