import { compileAll } from '../config/compile.ts'
import { disk } from '../config/plugins/reader.ts'
import { versions } from '../config/shape/version.ts'
import { count } from '../config/words.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { pretty } from '../diagnostics/pretty.ts'
import { visible } from '../diagnostics/visible.ts'
import { Halt } from '../errors.ts'
import { either, no } from './answer.ts'
import { mend } from './fix/rounds.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { looksFor } from './looks.ts'
import { changesIn } from './migrate/changes.ts'
import { pruned } from './migrate/pruned.ts'
import { writeAll } from './validate/fixing.ts'
import type { Result } from './validate/formats.ts'
import { type Input, readInputs } from './validate/inputs.ts'

const usage = `sso-kit migrate [FILE]… [-c FILE] [--to N] [--check | --write] [--prune-moved]

Brings the file to the newest version of its language: keys that have another name now are renamed. Prints the changes
and makes none. Comments, order and layout stay. Of FILE+FILE each is brought there.
Several FILEs are a configuration each; where errors are in the way of one, none of them is changed.
  --to N         the version to bring it to; this sso-kit knows ${knownVersions()}
  --check        say whether there is something to do
  --write        do it
  --prune-moved  also removes the entries of "moved": once every server has read them, they say nothing more
Exit code: 0 done, or nothing to do · 1 with --check there is something to do; errors are in the way, or an old name that
  has to be renamed by hand · 2 could not answer
`

export async function migrate(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c', multiple: true, default: [] },
      to: { type: 'string', default: String(versions.newest) },
      check: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      'prune-moved': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  if (values.check && values.write)
    throw new Halt('--check compares and --write writes', 'give one of the two')
  requireKnown(values.to)
  const inputs = await readInputs([...positionals, ...values.config], io, {
    stdinName: undefined,
    allowEmpty: false,
  })
  if (inputs.some(({ sources }) => sources.some(({ onDisk }) => onDisk === undefined)))
    throw new Halt('standard input cannot be migrated', 'name the file')

  const before = await Promise.all(inputs.map(check))
  const unreadable = before.filter(({ diagnostics }) => diagnostics.some(isInTheWay))
  if (unreadable.length > 0) return refuse(unreadable, isInTheWay, io)

  const renamed = await mend(inputs, check, isOldName)
  const after = values['prune-moved'] ? await pruned(renamed.inputs, check) : renamed.inputs
  const changes = changesIn(before, await Promise.all(after.map(check)))
  // what nobody could read, or knows no type for, may have old names in it
  const wrong = before.filter(({ diagnostics }) => diagnostics.some(isError))
  if (changes.length === 0 && wrong.length > 0) return refuse(wrong, isError, io)
  const byHand = renamed.results.filter(({ diagnostics }) => diagnostics.some(isOldName))
  const rest = () => (byHand.length === 0 ? 0 : leave(byHand, io))
  if (changes.length === 0 && byHand.length > 0) return rest()
  if (changes.length === 0) {
    io.stderr.write(
      `nothing to do: ${either(
        inputs.map(({ path }) => visible(path)),
        'and',
      )} ${inputs.length === 1 ? 'says' : 'say'} it as version ${values.to} does\n`,
    )
    return 0
  }
  const files = changes.map(({ file }) => visible(file))
  if (values.check)
    return no(
      io,
      `${either(files, 'and')} can be migrated`,
      `sso-kit migrate${values['prune-moved'] ? ' --prune-moved' : ''} shows what would change`,
    )
  if (!values.write) {
    io.stdout.write(changes.map(({ diff }) => diff).join(''))
    return rest()
  }
  await writeAll(inputs, after)
  for (const { file, lines } of changes)
    io.stdout.write(`${visible(file)}: ${count(lines, 'line')} changed\n`)
  return rest()
}

async function check({ path, sources }: Input): Promise<Result> {
  return { path, sources, ...(await compileAll(sources, { reader: disk })) }
}

/** Tells what stands in the way, as `validate` does. */
function refuse(results: readonly Result[], isTold: (one: Diagnostic) => boolean, io: Io): ExitCode {
  for (const { files, diagnostics } of results)
    io.stderr.write(`${pretty(files, diagnostics.filter(isTold), looksFor(io))}\n`)
  const number = results.flatMap(({ diagnostics }) => diagnostics.filter(isTold)).length
  const names = either(
    results.map(({ path }) => path),
    'and',
  )
  return no(
    io,
    `${names} cannot be migrated: ${count(number, 'error')} ${number === 1 ? 'stands' : 'stand'} in the way`,
    'correct the file first; sso-kit validate checks it',
  )
}

/** Tells which old names are left: where an anchor, or an alias of the same text, is in the way. */
function leave(results: readonly Result[], io: Io): ExitCode {
  const names = results.flatMap(({ diagnostics }) => diagnostics.filter(isOldName))
  for (const { files, diagnostics } of results)
    io.stderr.write(`${pretty(files, diagnostics.filter(isOldName), looksFor(io))}\n`)
  return no(
    io,
    `${count(names.length, 'old name')} ${names.length === 1 ? 'stands' : 'stand'} where an anchor is or an alias repeats it`,
    'rename by hand',
  )
}

const isOldName = ({ rule }: Diagnostic) => rule === 'schema/deprecated-key'

const isError = ({ severity }: Diagnostic) => severity === 'error'

/** With these it is not known what the file says, or which of two names it means. */
const isInTheWay = ({ rule, severity }: Diagnostic) =>
  severity === 'error' && /^yaml\/|^schema\/(?:version|deprecated-key)$/.test(rule)

function requireKnown(version: string): void {
  const { oldest, newest } = versions
  if (!/^[1-9][0-9]{0,5}$/.test(version) || Number(version) < oldest || Number(version) > newest)
    throw new Halt(
      `--to cannot be "${version}": this sso-kit knows ${knownVersions()}`,
      'a newer sso-kit may know more',
    )
}

function knownVersions(): string {
  const { oldest, newest } = versions
  return oldest === newest ? `version ${newest} alone` : `versions ${oldest} to ${newest}`
}
