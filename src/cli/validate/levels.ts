import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isUnloadable, type Level, type Levels } from '../../config/binding.ts'
import { ruleIds } from '../../config/rule-ids.ts'
import type { Severity } from '../../diagnostics/diagnostic.ts'
import { docsOf, rulePage } from '../../diagnostics/rule-page.ts'
import { Halt } from '../../errors.ts'
import { choice } from '../answer.ts'
import { packageFile } from '../package-file.ts'
import { unknownRule } from '../rule-name.ts'

export const severities: readonly Severity[] = ['error', 'warning', 'info']

/** `--rule ID=off|info|warning|error`; with `strict`, old names and comments that do nothing are errors. Throws {@link Halt}. */
export function levelsOf(words: readonly string[], strict: boolean): Levels {
  return { ...(strict && strictly), ...Object.fromEntries(words.map(levelOf)) }
}

const strictly: Levels = {
  'schema/deprecated-key': 'error',
  'suppress/unused': 'error',
  'suppress/no-reason': 'error',
}

function levelOf(word: string): [rule: string, level: Level] {
  const [rule = '', to] = word.split(/=(.*)/s)
  if (to === undefined)
    throw new Halt(`--rule ${word} says nothing`, `write ${word}=off, info, warning or error`)
  const level = choice('level', to, ['off', ...severities])
  const rules = knownRules()
  if (!rules.includes(rule)) throw unknownRule(rule, rules)
  const { severity = 'error' } = rulePage(pageOf(rule) ?? '')
  if (level !== 'error' && severity !== 'off' && isUnloadable({ rule, severity }))
    throw new Halt(
      `${rule} cannot be ${level === 'off' ? 'switched off' : `made ${level === 'info' ? 'an info' : 'a warning'}`}`,
      'a file with such an error cannot be loaded at all: correct the file',
    )
  return [rule, level]
}

/** Those of the host, and those of the source types that come with it. */
export function knownRules(): string[] {
  const pages = readdirSync(packageFile('docs/rules'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => name.replaceAll('\\', '/').slice(0, -'.md'.length))
  return [...new Set([...ruleIds, ...pages])].sort()
}

/** Only the name of a rule gets into a path. */
const hasForm = (rule: string) => /^[a-z0-9-]+\/[a-z0-9-]+$/.test(rule)

export function pageFile(rule: string): string | undefined {
  const file = packageFile(docsOf(rule))
  return hasForm(rule) && existsSync(file) ? file : undefined
}

export function pageOf(rule: string): string | undefined {
  const file = pageFile(rule)
  return file === undefined ? undefined : readFileSync(file, 'utf8')
}
