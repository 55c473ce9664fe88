import type { Side } from '../config/diff/difference.ts'
import { reaching, report as reportOn } from '../config/diff/report.ts'
import { pretty as problems } from '../diagnostics/pretty.ts'
import { Halt } from '../errors.ts'
import { choice } from './answer.ts'
import { type Comparison, type Gate, toldOf } from './diff/comparison.ts'
import { formats } from './diff/formats.ts'
import { operandsOf } from './diff/operands.ts'
import { emptySide, type Read, readSide } from './diff/side.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { looksFor } from './looks.ts'
import { answeringIn, outputFlags, outputsIn, write } from './outputs.ts'
import type { Command } from './run.ts'

const usage = `sso-kit diff [REVISION|A..B|A...B] [-c FILE] [OPTION]…
sso-kit diff OLD NEW

What a change of the file means for people: who gets in, what they may do, whom the server believes. Opens no connection,
follows no reference, runs no code of a plugin.
  nothing     HEAD → the file as it is on disk
  REVISION    where it and HEAD parted → the file as it is on disk
  A..B        A → B
  A...B       where both parted → B
  OLD NEW     two files; each may be REVISION:path, or "-" for standard input
  -c FILE             the file, or FILE+FILE, of both sides. Default: sso.config.yaml here or above
  --format F[=FILE]   pretty (default), md for a comment on a pull request, or json; may be repeated, all but one with =FILE
  --fail-on LEVEL     critical, high, medium, low or any: from which on the exit code is 1. Default: none
  --detailed-exitcode 2 where something changes for people
  --include cosmetic  also what changes nothing for anybody: names, texts, order
  --fetch             a revision that is not here is fetched from the remote "origin"
  --color WHEN        auto (default), always or never; --no-color is never
Exit code: 0 told · 1 a change of that level, or the new file is not valid · 2 could not tell
`

const gates = ['critical', 'high', 'medium', 'low', 'any'] as const satisfies readonly Gate[]

export const diff: Command = answeringIn(formats, run)

async function run(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c' },
      'fail-on': { type: 'string' },
      'detailed-exitcode': { type: 'boolean', default: false },
      include: { type: 'string' },
      fetch: { type: 'boolean', default: false },
      ...outputFlags,
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const outputs = outputsIn(values, formats, io)
  const failOn = values['fail-on'] === undefined ? undefined : choice('level', values['fail-on'], gates)
  if (failOn !== undefined && values['detailed-exitcode'])
    throw new Halt('--fail-on and --detailed-exitcode give the exit code two meanings', 'give one of the two')
  if (values.include !== undefined) choice('kind of change to include', values.include, ['cosmetic'])

  const wanted = { words: positionals, config: values.config, fetch: values.fetch }
  const [base, head] = await operandsOf(wanted, io)
  const [before, after] = [await readSide(base, undefined), await readSide(head, io.now?.())]
  if (after.errors.length > 0) io.stderr.write(problems(after.files, after.errors, looksFor(io)))

  const sides = await sidesOf(before, after)
  const whole = sides && reportOn(sides)
  const report = whole && values.include === undefined ? withoutCosmetic(whole) : whole
  const number = report ? reaching(report, failOn === undefined || failOn === 'any' ? 'low' : failOn) : 0
  const comparison: Comparison = {
    base: toldOf(base, before),
    head: toldOf(head, after),
    ...(report && { report }),
    hidden: (whole?.changes.length ?? 0) - (report?.changes.length ?? 0),
    ...(failOn && { gate: { failOn, tripped: number > 0 } }),
  }
  await write(outputs, comparison, io)
  if (after.errors.length > 0) return 1
  if (values['detailed-exitcode']) return number > 0 ? 2 : 0
  return failOn !== undefined && number > 0 ? 1 : 0
}

/** What is held against each other; undefined where the new side says nothing that could be. */
async function sidesOf(before: Read, after: Read): Promise<{ base: Side; head: Side } | undefined> {
  if (after.side) return { base: before.side ?? (await emptySide(after.side.config)), head: after.side }
  const isGone = after.errors.length === 0
  return isGone && before.side ? { base: before.side, head: await emptySide(before.side.config) } : undefined
}

const withoutCosmetic = ({ changes, ...others }: ReturnType<typeof reportOn>) => ({
  ...others,
  changes: changes.filter(one => one.class !== 'cosmetic'),
})
