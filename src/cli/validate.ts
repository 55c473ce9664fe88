import { compileAll } from '../config/compile.ts'
import { disk } from '../config/plugins/reader.ts'
import { reaches } from '../diagnostics/counting.ts'
import type { Severity } from '../diagnostics/diagnostic.ts'
import type { Failure } from '../diagnostics/json.ts'
import { Halt } from '../errors.ts'
import { choice } from './answer.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { answeringIn, outputFlags, outputsIn, write } from './outputs.ts'
import { type Command, shown } from './run.ts'
import { against, goneInWords, readBaseline } from './validate/baseline.ts'
import { fix } from './validate/fixing.ts'
import { formats, type Result } from './validate/formats.ts'
import { type Input, readInputs } from './validate/inputs.ts'
import { levelsOf, severities } from './validate/levels.ts'
import { namesInRepository } from './validate/repository.ts'
import { environmentFor } from './validate/surroundings.ts'

const usage = `sso-kit validate [FILE|PATTERN|-]… [-c FILE] [OPTION]…

Checks the file: every problem at once, each with its place and what to write instead.
Opens no connection. Reads no secret but with --env. Without FILE: sso.config.yaml here or above. "-" reads standard input.
A PATTERN in quotes has *, ? and **; each file that it matches is checked for itself.
FILE+FILE is one configuration, the second file laid over the first.
  --format F[=FILE]     pretty (default), concise, json, sarif, github, gitlab or junit;
                        may be repeated, all but one with =FILE
  --fail-on LEVEL       error (default), warning or info: from which on the exit code is 1
  --strict              warnings fail too; old names and comments that excuse nothing are errors
  --rule ID=LEVEL       off, info, warning or error for one rule; may be repeated
  --env                 are the variables, files and credentials there that the file names, and can they be right?
  --variables FILE      the same with the variables of FILE
  --allow-exec          with these: are the programs of { exec: [program, …] } there? None is run
  --stdin-filepath NAME what standard input is called
  --allow-empty         a PATTERN may match nothing
  --max-diagnostics N   how many problems pretty and concise show; default 50
  --fix                 corrects in the files what is certain, and tells what is left
  --baseline FILE       what an earlier --format json report has is known, and does not count
  --exit-zero           0 also where there are problems
  --quiet               nothing but problems
  --color WHEN          auto (default), always or never; --no-color is never.
                        auto: on a terminal, unless NO_COLOR is set; FORCE_COLOR and CLICOLOR_FORCE mean always
Exit code: 0 no problem · 1 problems · 2 could not check
`

export const validate: Command = answeringIn(formats, run)

async function run(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c', multiple: true, default: [] },
      ...outputFlags,
      'fail-on': { type: 'string', default: 'error' },
      strict: { type: 'boolean', default: false },
      rule: { type: 'string', multiple: true, default: [] },
      env: { type: 'boolean', default: false },
      variables: { type: 'string' },
      'allow-exec': { type: 'boolean', default: false },
      'stdin-filepath': { type: 'string' },
      'allow-empty': { type: 'boolean', default: false },
      'max-diagnostics': { type: 'string', default: '50' },
      fix: { type: 'boolean', default: false },
      baseline: { type: 'string' },
      'exit-zero': { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const outputs = outputsIn(values, formats, io)
  const failOn = failLevel(values['fail-on'], values.strict)
  const levels = levelsOf(values.rule, values.strict)
  const most = numberOf(values['max-diagnostics'])
  const environment = await environmentFor(io, values)
  const baseline = values.baseline === undefined ? undefined : await readBaseline(values.baseline, io)
  const unread: Halt[] = []
  const wanted = { stdinName: values['stdin-filepath'], allowEmpty: values['allow-empty'] }
  const inputs = await readInputs([...positionals, ...values.config], io, wanted, unread)
  const failure = together(unread)
  if (failure && inputs.length === 0) throw new Halt(failure.message, failure.help)

  const check = async ({ path, sources }: Input): Promise<Result> => {
    const [{ folder }] = sources
    const compiled = await compileAll(sources, {
      now: io.now?.(),
      levels,
      reader: disk,
      environment: environment?.(folder),
    })
    return { path, sources, ...compiled }
  }
  const found = values.fix ? await fix(inputs, check, values, io) : await Promise.all(inputs.map(check))
  const checked = {
    results: found,
    failOn,
    levels,
    environment: environment !== undefined,
    nameInRepository: namesInRepository(io),
    quiet: values.quiet,
    most,
    failure,
  }
  const { results, gone } = baseline ? against(checked, baseline) : { results: found, gone: [] }
  await write(outputs, { ...checked, results }, io)
  if (baseline) io.stderr.write(goneInWords(baseline, gone))
  for (const halt of unread) io.stderr.write(shown(halt))
  if (unread.length > 0) return 2
  const failing = results.some(({ diagnostics }) => diagnostics.some(reaches(failOn)))
  return failing && !values['exit-zero'] ? 1 : 0
}

/** Why some of the files were not checked, for documents that take one reason. */
const together = (unread: readonly Halt[]): Failure | undefined =>
  unread.length === 0
    ? undefined
    : {
        message: unread.map(({ message }) => message).join('; '),
        help: [...new Set(unread.flatMap(({ help }) => help ?? []))].join('\n'),
      }

/** `--strict` never makes it milder. */
function failLevel(word: string, strict: boolean): Severity {
  const level = choice('level', word, severities)
  return strict && level === 'error' ? 'warning' : level
}

function numberOf(word: string): number {
  if (/^[1-9][0-9]{0,5}$/.test(word)) return Number(word)
  throw new Halt(`--max-diagnostics cannot be "${word}"`, 'give a number from 1 on')
}
