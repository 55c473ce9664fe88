import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Level } from '../config/binding.ts'
import type { Added } from '../config/plugins/read.ts'
import { suggest } from '../config/suggest.ts'
import { documentOf as json } from '../diagnostics/document.ts'
import { rulePage } from '../diagnostics/rule-page.ts'
import { Halt } from '../errors.ts'
import { choice } from './answer.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { manifestsFor } from './manifests.ts'
import { packageFile } from './package-file.ts'
import { pageOf } from './plugin-page.ts'
import { table } from './table.ts'

const usage = `sso-kit rules [GROUP] [--format pretty|json|md] [-c FILE]

Every rule that validate follows, with its severity and what it finds; those of a group, such as secret, alone.
One that is off speaks about right files: validate --rule ID=LEVEL asks for it.
With the rules of the plugins that the file names; serve follows those.
sso-kit explain RULE tells more.
`

interface Row {
  rule: string
  severity: Level | null
  finds: string
}

const formats: Readonly<Record<string, (rows: readonly Row[]) => string>> = {
  pretty: rows =>
    table(
      ['rule', 'severity', 'finds'],
      rows.map(({ rule, severity, finds }) => [rule, severity ?? '', finds.replaceAll('`', '')]),
    ),
  json,
  md: rows => {
    const lines = rows.map(({ rule, severity, finds }) => `| \`${rule}\` | ${severity ?? ''} | ${finds} |\n`)
    return `| rule | severity | finds |\n| --- | --- | --- |\n${lines.join('')}`
  },
}

export async function rules(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'pretty' },
      config: { type: 'string', short: 'c' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const format = formats[choice('format', values.format, Object.keys(formats))]
  const [group, ...tooMuch] = positionals
  if (tooMuch.length > 0) throw new Halt(`"${tooMuch[0]}" is one word too many`, 'one group, or none for all')
  const all = [...(await readPages()), ...rulesOf(await manifestsFor(io, values.config))].sort((a, b) =>
    a.rule < b.rule ? -1 : 1,
  )
  const wanted = group === undefined ? all : all.filter(({ rule }) => groupOf(rule) === group)
  if (wanted.length === 0) {
    const groups = [...new Set(all.map(({ rule }) => groupOf(rule)))]
    const meant = suggest(group ?? '', groups)
    throw new Halt(
      `there is no group "${group}"`,
      meant === undefined ? `choose one of ${groups.join(', ')}` : `did you mean ${meant}?`,
    )
  }
  io.stdout.write(format?.(wanted) ?? '')
  return 0
}

const groupOf = (rule: string): string => rule.split('/')[0] ?? ''

/** A rule has a page, whoever's it is: the pages are the list. */
async function readPages(): Promise<Row[]> {
  const folder = packageFile('docs/rules')
  const names = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.md'))
  const rows = await Promise.all(
    names.map(async name => {
      const { severity, short: finds } = rulePage(await readFile(join(folder, name), 'utf8'))
      return { rule: name.replaceAll('\\', '/').replace(/\.md$/, ''), severity: severity ?? null, finds }
    }),
  )
  return rows
}

const rulesOf = (types: Added['types']): Row[] =>
  [...types.values()].flatMap(({ manifest: { ruleDocs = {} } }) =>
    Object.keys(ruleDocs).map(rule => {
      const { severity, short: finds } = rulePage(pageOf(rule, ruleDocs[rule]))
      return { rule, severity: severity ?? null, finds }
    }),
  )
