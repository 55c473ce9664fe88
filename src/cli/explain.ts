import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ruleIds } from '../config/rules.ts'
import { suggest } from '../config/suggest.ts'
import { Halt } from '../errors.ts'
import type { ExitCode, Io } from './io.ts'
import { packageFile } from './package-file.ts'

const usage = `sso-kit explain RULE

Prints the page of a rule: what it means, why, and what to write. Without RULE: the names of all rules.
`

export async function explain(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const [rule] = positionals
  io.stdout.write(rule === undefined ? `${ruleIds.join('\n')}\n` : await page(rule))
  return 0
}

async function page(rule: string): Promise<string> {
  // the name is part of a path: nothing but a rule's name gets there
  const known = /^[a-z0-9-]+\/[a-z0-9-]+$/.test(rule)
  const text = known
    ? await readFile(packageFile(`docs/rules/${rule}.md`), 'utf8').catch(() => undefined)
    : undefined
  if (text !== undefined) return text
  const meant = suggest(rule, ruleIds) ?? ruleIds.find(id => id.endsWith(`/${rule}`))
  throw new Halt(
    `there is no rule "${rule}"`,
    meant === undefined ? 'sso-kit explain lists them' : `did you mean ${meant}?`,
  )
}
