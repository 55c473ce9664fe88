import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Added } from '../config/plugins/read.ts'
import { ruleIds } from '../config/rules.ts'
import { suggest } from '../config/suggest.ts'
import { Halt } from '../errors.ts'
import type { ExitCode, Io } from './io.ts'
import { manifestsFor } from './manifests.ts'
import { packageFile } from './package-file.ts'
import { pageOf } from './plugin-page.ts'

const usage = `sso-kit explain RULE [-c FILE]

Prints the page of a rule: what it means, why, and what to write. Without RULE: the names of all rules. Of the plugins
that the file names too.
`

export async function explain(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
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
  const [rule] = positionals
  io.stdout.write(
    rule === undefined ? `${ruleIds.join('\n')}\n` : await page(rule, () => manifestsFor(io, values.config)),
  )
  return 0
}

async function page(rule: string, others: () => Promise<Added['types']>): Promise<string> {
  // the name is part of a path: nothing but a rule's name gets there
  const known = /^[a-z0-9-]+\/[a-z0-9-]+$/.test(rule)
  const text = known
    ? await readFile(packageFile(`docs/rules/${rule}.md`), 'utf8').catch(() => undefined)
    : undefined
  if (text !== undefined) return text
  const docs = [...(await others()).values()].flatMap(({ manifest }) =>
    Object.entries(manifest.ruleDocs ?? {}),
  )
  const found = docs.find(([id]) => id === rule)
  if (found) return pageOf(...found)
  const all = [...ruleIds, ...docs.map(([id]) => id)]
  const meant = suggest(rule, all) ?? all.find(id => id.endsWith(`/${rule}`))
  throw new Halt(
    `there is no rule "${rule}"`,
    meant === undefined ? 'sso-kit explain lists them' : `did you mean ${meant}?`,
  )
}
