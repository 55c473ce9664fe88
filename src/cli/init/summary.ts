import { basename, dirname, join } from 'node:path'
import type { Config } from '../../config/config.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { quoted, shown } from '../table.ts'
import { pretty } from '../urls/formats.ts'
import { sheetsOf } from '../urls/sheets.ts'
import type { First } from './first.ts'
import { printed } from './words.ts'

interface Written {
  readonly first: First
  /** What it compiles to. */
  readonly config: Config
  /** The placeholders in it. */
  readonly left: readonly Diagnostic[]
  /** The file, as the person named it. */
  readonly typed: string
  readonly text: string
}

/** What is still to be done: in the file, on the command line, and in the consoles. */
export async function summaryOf(written: Written): Promise<string> {
  const { first, config, left } = written
  const says = printed[first.language]
  const { sources, apps } = await sheetsOf(config, config, first.language, new Map())
  const isLater = left.some(({ path }) => path[0] === 'publicUrl')
  const head = isLater ? says.consolesLater : says.consoles
  const sheets = pretty([...sources, ...apps], first.language)
  return `${toFillIn(written)}\n${says.next}\n${next(written)}\n${head}\n\n${sheets}`
}

/** What `validate` warns of until it is done, and the files that have to be there. */
function toFillIn({ first, left, typed, text }: Written): string {
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
  return rows.length === 0 ? '' : `\n${printed[first.language].toFillIn}\n${rows.join('')}`
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

/** What the references of sources and apps name, at any depth: variables of the environment, or files. */
export function referencesIn({ sources, apps }: First, kind: 'env' | 'file'): string[] {
  const named = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([key, below]) =>
      key === kind && typeof below === 'string' ? [below] : named(below),
    )
  }
  return [...new Set([...sources, ...apps].flatMap(({ keys }) => named(keys)))]
}

function next({ first, typed }: Written): string {
  const { sources, language } = first
  const says = printed[language]
  const usual = dirname(typed) === '.' && basename(typed) === 'sso.config.yaml'
  const flag = usual ? '' : ` -c ${quoted(typed)}`
  const packages = [...new Set(sources.flatMap(source => source.packages))]
  const commands = [
    ...packages.map(name => [`npm install ${name}`, says.install] as const),
    [`npx sso-kit urls${flag}`, says.urls],
    [`npx sso-kit validate${flag}`, says.validate],
    ...(referencesIn(first, 'env').length === 0
      ? []
      : [
          [
            `npx sso-kit validate${flag} --variables ${quoted(join(dirname(typed), '.env'))}`,
            says.secrets,
          ] as const,
        ]),
    [`npx sso-kit serve --sandbox${flag}`, says.sandbox],
    [`npx sso-kit init ci github${flag}`, says.ci],
  ] as const
  const width = Math.max(...commands.map(([command]) => command.length))
  return commands.map(([command, does]) => `  ${command.padEnd(width)}   ${does}\n`).join('')
}
