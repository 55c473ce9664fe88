import { findAnyConfig } from '../config/find.ts'
import { suggest } from '../config/suggest.ts'
import { documentOf as json } from '../diagnostics/document.ts'
import { Halt } from '../errors.ts'
import { permissions as known, otherSpellings, type PermissionProfile, profile } from '../permissions.ts'
import { choice, either, no } from './answer.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { compileFiles } from './load.ts'
import { table } from './table.ts'

const largestSum = 2147483647n

const profileNames = [...new Set(known.flatMap(({ profiles }) => profiles))]

const usage = `sso-kit permissions [SUM|NAMES] [--profile ${profileNames.join('|')}] [-c FILE] [--format pretty|json]

sso-kit permissions 768                          the names in a sum
sso-kit permissions webdav_read,webdav_manage    the sum of names
sso-kit permissions                              every bit there is

The profile is that of permissionProfile in the file, without a file alist-3.22; --profile takes another one.
Exit code: 0 done · 1 the profile has no such name or bit, or the file has errors · 2 could not answer
`

export async function permissions(args: string[], io: Io): Promise<ExitCode> {
  const negative = args.find(word => /^-\d/.test(word))
  if (negative !== undefined) throw new Halt(`${negative} is no permission sum`, 'a sum is 0 or more')
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      profile: { type: 'string' },
      config: { type: 'string', short: 'c' },
      format: { type: 'string', default: 'pretty' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const format = choice('format', values.format, ['pretty', 'json'])
  const inForce =
    values.profile === undefined ? await profileOfFile(io, values.config) : named(values.profile)
  if (!inForce) return 1

  const all = positionals.length === 0
  const answer = all ? everything(inForce) : read(positionals.join(','), inForce)
  const { sum, bits, unknown } = answer
  if (format === 'json') {
    const names = bits.map(({ name }) => name)
    io.stdout.write(json({ profile: inForce.name, sum, names, bits, unknown }))
  }
  const who = inForce.name === 'custom' ? 'the profile of the file' : inForce.name
  if (unknown.names.length > 0)
    return no(io, `${who} has no permission ${noneOf(unknown.names)}`, helpForNames(unknown.names, inForce))
  if (unknown.bits.length > 0)
    return no(io, `${who} has no bit ${unknown.bits.join(', ')}`, helpForBits(unknown.bits))
  if (format === 'pretty') io.stdout.write(inWords(answer, inForce, all))
  return 0
}

/** One bit as it is told to people and programs. A profile of one's own has names and values, and nothing else. */
interface Told {
  value: number
  name: string
  meaning: string | null
  direction: 'grants' | 'restricts' | null
}

interface Answer {
  sum: number
  bits: Told[]
  unknown: { names: string[]; bits: number[] }
}

function named(word: string): PermissionProfile {
  return profile(choice('profile', word, profileNames))
}

/** That of the file, or the default one where there is no file; undefined where the file has an error. */
async function profileOfFile(io: Io, wanted: string | undefined): Promise<PermissionProfile | undefined> {
  const files = findAnyConfig(io.cwd, wanted)
  if (files === undefined) return profile('alist-3.22')
  const loaded = await compileFiles(io, files, { warnings: 'none' })
  if (!loaded)
    io.stderr.write('\nwhich profile is in force cannot be told; --profile NAME asks about another\n')
  return loaded?.config.permissions
}

const everything = (inForce: PermissionProfile): Answer => ({
  sum: inForce.bits.reduce((sum, { value }) => sum + value, 0),
  bits: inForce.bits.map(bit => told(bit, inForce)),
  unknown: { names: [], bits: [] },
})

/** Names and numbers, in any mixture: `768`, `write,rename`, `256+512`; a comma as a Chinese keyboard has it, too. */
function read(text: string, inForce: PermissionProfile): Answer {
  const words = text.split(/[\s,，、+]+/).filter(word => word !== '')
  if (words.length === 0)
    throw new Halt('which permissions?', 'give a sum or names; without an argument all are listed')
  const padded = words.find(word => /^0\d/.test(word))
  if (padded !== undefined)
    throw new Halt(
      `"${padded}" begins with a zero`,
      'write numbers without zeros in front, and thousands without a comma',
    )
  const tooLarge = words.find(word => isNumber(word) && BigInt(word) > largestSum)
  if (tooLarge !== undefined)
    throw new Halt(`${tooLarge} is larger than any permission sum`, `AList keeps sums up to ${largestSum}`)
  const values = words.map(word => ({ word, value: worth(word, inForce) }))
  const asked = values.reduce((sum, { value }) => sum | BigInt(value ?? 0), 0n)
  const bits = inForce.bits.filter(({ value }) => (asked & BigInt(value)) !== 0n)
  const sum = bits.reduce((all, { value }) => all + value, 0)
  return {
    sum,
    bits: bits.map(bit => told(bit, inForce)),
    unknown: {
      names: values.flatMap(({ word, value }) => (value === undefined ? [word] : [])),
      bits: powers(asked & ~BigInt(sum)),
    },
  }
}

function worth(word: string, { bits }: PermissionProfile): number | undefined {
  if (isNumber(word)) return Number(word)
  return bits.find(({ name }) => name === word)?.value
}

/** As people copy it: `768`, and `0x300` from a program. */
const isNumber = (word: string): boolean => /^(?:\d+|0x[\da-f]+)$/i.test(word)

function powers(sum: bigint): number[] {
  const digits = [...sum.toString(2)].reverse()
  return digits.flatMap((digit, bit) => (digit === '1' ? [2 ** bit] : []))
}

function told({ name, value }: { name: string; value: number }, inForce: PermissionProfile): Told {
  const row = known.find(one => one.value === value && one.profiles.some(id => id === inForce.name))
  return { value, name, meaning: row?.meaning ?? null, direction: row?.direction ?? null }
}

const noneOf = (names: readonly string[]) => either(names.map(name => `"${name}"`))

function helpForNames([name = '', ...more]: readonly string[], inForce: PermissionProfile): string {
  if (more.length === 0) return helpForName(name, inForce)
  return [name, ...more].map(one => `${one}: ${helpForName(one, inForce)}`).join('; ')
}

function helpForName(word: string, { bits }: PermissionProfile): string {
  const names = bits.map(({ name }) => name)
  const other = Object.hasOwn(otherSpellings, word.toLowerCase())
    ? otherSpellings[word.toLowerCase()]
    : undefined
  const meant = names.find(name => name === other) ?? suggest(word, names)
  const elsewhere = known.find(({ name }) => name === word || (meant === undefined && name === other))
  if (elsewhere)
    return `--profile ${elsewhere.profiles[0]} has it${elsewhere.name === word ? '' : `, by the name of ${elsewhere.name}`}`
  return meant === undefined ? `it has ${names.join(', ')}` : `did you mean ${meant}?`
}

function helpForBits(bits: readonly number[]): string | undefined {
  const rows = known.filter(({ value }) => bits.includes(value))
  const lines = rows.map(({ value, name, profiles }) => `${value} is ${name} in ${either(profiles, 'and')}`)
  return lines.length === 0 ? undefined : lines.join('; ')
}

function inWords({ sum, bits }: Answer, { name }: PermissionProfile, all: boolean): string {
  const names = bits.length === 0 ? 'no permission' : bits.map(bit => bit.name).join(' + ')
  const title = all ? `${name}, all together ${sum}` : `${sum} = ${names}   (${name})`
  if (bits.length === 0) return `${title}\n`
  const mark = { grants: '', restricts: 'restricts: takes away' }
  const rows = bits.map(bit => [
    String(bit.value),
    bit.name,
    bit.meaning ?? '',
    bit.direction === null ? '' : mark[bit.direction],
  ])
  return `${title}\n\n${table(['bit', 'name', 'meaning', ''], rows)}`
}
