import { readFile } from 'node:fs/promises'
import type { Added } from '../config/plugins/read.ts'
import { Halt } from '../errors.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { manifestsFor } from './manifests.ts'
import { packageFile } from './package-file.ts'
import { pageOf } from './plugin-page.ts'
import { unknownRule } from './rule-name.ts'
import { knownRules } from './validate/levels.ts'

const usage = `sso-kit explain RULE [-c FILE]
sso-kit explain access --help    why somebody may enter an app, or may not

Prints the page of a rule: what it means, why, and what to write. Without RULE: the names of all rules. Those
of the plugins that the file names are among them.
`

export async function explain(args: string[], io: Io): Promise<ExitCode> {
  // no rule is called that: their names have a slash
  if (args[0] === 'access') return (await import('./explain/access.ts')).explainAccess(args.slice(1), io)
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const [rule, ...tooMuch] = positionals
  if (tooMuch.length > 0) throw new Halt(`"${tooMuch[0]}" is one word too many`, 'one rule, or none for all')
  const own = rule === undefined ? undefined : await ownPage(rule)
  // only where they can be meant: another file may be in the way
  const others = own === undefined ? docsIn(await manifestsFor(io, values.config)) : new Map()
  const all = [...knownRules(), ...others.keys()].sort()
  io.stdout.write(
    rule === undefined ? `${all.join('\n')}\n` : (own ?? others.get(rule) ?? unknown(rule, all)),
  )
  return 0
}

async function ownPage(rule: string): Promise<string | undefined> {
  // the name is part of a path: nothing but a rule's name gets there
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(rule)) return undefined
  return readFile(packageFile(`docs/rules/${rule}.md`), 'utf8').catch(() => undefined)
}

const docsIn = (types: Added['types']): ReadonlyMap<string, string> =>
  new Map(
    [...types.values()].flatMap(({ manifest }) =>
      Object.entries(manifest.ruleDocs ?? {}).map(([rule, doc]) => [rule, pageOf(rule, doc)] as const),
    ),
  )

function unknown(rule: string, all: readonly string[]): never {
  throw unknownRule(rule, all)
}
