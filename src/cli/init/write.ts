import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { compile } from '../../config/compile.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { Halt } from '../../errors.ts'
import { refuseAstray } from '../astray.ts'
import type { Io } from '../io.ts'
import { quoted, shown } from '../table.ts'
import type { First } from './first.ts'
import { modelineOf } from './modeline.ts'
import { textOf } from './text.ts'
import { printed } from './words.ts'

interface Target {
  /** Absolute. */
  file: string
  /** As the person named it. */
  typed: string
  force: boolean
}

/** Writes the file and the names of its secrets, and says what comes next. Nothing is written that does not validate. */
export async function write(io: Io, first: First, { file, typed, force }: Target): Promise<void> {
  const folder = dirname(file)
  const says = printed[first.language]
  const text = textOf(first, modelineOf(folder))
  const { diagnostics } = await compile(text, { file })
  const wrong = diagnostics.find(({ severity }) => severity === 'error')
  if (wrong) throw new Halt(`the file would not be valid: ${wrong.message}`, wrong.help)

  await put(file, text, force)
  const wrote = [typed]
  const names = secretNames(first)
  const example = join(folder, '.env.example')
  if (names.length > 0 && existsSync(example) && !force) io.stderr.write(`${says.left(names)}\n`)
  else if (names.length > 0) {
    await put(example, names.map(name => `${name}=\n`).join(''), force)
    wrote.push(join(dirname(typed), '.env.example'))
  }
  for (const remark of first.remarks) io.stderr.write(`${says.note}${shown(remark)}\n`)
  const left = diagnostics.filter(({ rule }) => rule === 'value/placeholder')
  for (const { rule, severity, message, help } of diagnostics)
    if (rule !== 'value/placeholder')
      io.stderr.write(`${severity}: ${shown(message)}\n  help: ${shown(help)}\n`)
  io.stdout.write(
    `${says.wrote(wrote.map(shown))}\n${toFillIn(left, first, typed, text)}\n${says.next}\n${next(first, typed)}`,
  )
}

async function put(file: string, text: string, force: boolean): Promise<void> {
  refuseAstray(file)
  await writeFile(file, text, { flag: force ? 'w' : 'wx' }).catch(error => {
    throw new Halt(`${file} cannot be written (${error.code})`, 'check the path and its permissions', error)
  })
}

/** Variables of the environment that the sources need. */
const secretNames = (first: First): string[] => referencesIn(first, 'env')

/** What the references of the sources name, at any depth. */
function referencesIn({ sources }: First, kind: 'env' | 'file'): string[] {
  const named = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([key, below]) =>
      key === kind && typeof below === 'string' ? [below] : named(below),
    )
  }
  return [...new Set(sources.flatMap(({ keys }) => named(keys)))]
}

/** What `validate` warns of until it is done, and the files that have to be there. */
function toFillIn(left: readonly Diagnostic[], first: First, typed: string, text: string): string {
  const rows = [
    ...left.map(({ where, range }) => `  ${shown(typed)}:${range.start.line}  ${shown(where)}\n`),
    ...madeUpNumbers(first).map(
      ({ id, key, value }) =>
        `  ${shown(typed)}:${lineOf(text, `${key}: ${value}`)}  sources[${id}].${key}\n`,
    ),
    ...referencesIn(first, 'file').map(
      file => `  ${shown(join(dirname(typed), file))}  ${printed[first.language].file}\n`,
    ),
  ]
  if (rows.length === 0) return ''
  return `\n${printed[first.language].toFillIn}\n${rows.join('')}`
}

/** A number has no form of a placeholder: `agentId: 1000002` may be anybody's. */
const madeUpNumbers = ({ sources }: First) =>
  sources.flatMap(({ id, keys, plugin }) =>
    Object.entries(keys).flatMap(([key, value]) =>
      typeof value === 'number' && value === plugin.starter?.keys[key] ? [{ id, key, value }] : [],
    ),
  )

const lineOf = (text: string, part: string): number =>
  text.split('\n').findIndex(line => line.includes(part)) + 1

function next({ sources, language }: First, typed: string): string {
  const says = printed[language]
  const usual = dirname(typed) === '.' && basename(typed) === 'sso.config.yaml'
  const flag = usual ? '' : ` -c ${quoted(typed)}`
  const packages = [...new Set(sources.flatMap(source => source.packages))]
  const commands = [
    ...packages.map(name => [`npm install ${name}`, says.install] as const),
    [`npx sso-kit urls${flag}`, says.urls],
    [`npx sso-kit validate${flag}`, says.validate],
    [`npx sso-kit serve --sandbox${flag}`, says.sandbox],
  ] as const
  const width = Math.max(...commands.map(([command]) => command.length))
  return commands.map(([command, does]) => `  ${command.padEnd(width)}   ${does}\n`).join('')
}
