import { createHash } from 'node:crypto'
import { environmentRules, isOff, ruleIds } from '../../config/rule-ids.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Tested } from '../../diagnostics/junit.ts'
import { mostCovered } from '../../diagnostics/redact.ts'
import type { Result, Run } from './formats.ts'

/** What was looked at, and for what. */
type Looked = Pick<Run, 'results' | 'levels' | 'environment'>

/** A run by the files in it. One that is part of several configurations is told of once, with all that is in it. */
export function testedFiles(run: Looked): Tested[] {
  const { results } = run
  const names = new Set(results.flatMap(({ files }) => [...files.keys()]))
  return [...names].map(name => {
    const uses = results.filter(({ files }) => files.has(name))
    const files = uses.flatMap(({ files }) => files.get(name) ?? [])
    const found = uses.flatMap(({ diagnostics, suppressed }) => [...diagnostics, ...suppressed])
    const own = found.filter(({ file }) => file === name)
    return {
      path: name,
      sha256: createHash('sha256').update(inputOf(uses, name)).digest('hex'),
      configVersion: files[0]?.version ?? null,
      diagnostics: (uses.length > 1 ? distinct(own) : own).sort(
        (a, b) => a.range.start.offset - b.range.start.offset,
      ),
      text: mostCovered(files.map(({ text }) => text)),
      ran: ruleIds.filter(hasRun(run, uses)),
    }
  })
}

/** Whether a rule has looked at all that one of these configurations says. */
export const hasRun =
  ({ levels, environment }: Looked, uses: readonly Result[]) =>
  (rule: string): boolean =>
    // what cannot be read has not met the others, nor has an entry of no known type those that look at such entries
    (uses.some(({ complete, partly }) => complete && partly?.has(rule) !== true) ||
      rule.startsWith('yaml/')) &&
    !isOff(rule, levels) &&
    (environment || !environmentRules.includes(rule))

const inputOf = (uses: readonly Result[], name: string): string | Uint8Array =>
  uses.flatMap(({ sources }) => sources).find(({ file }) => file === name)?.input ?? ''

/** What a file says is found anew in every configuration that it is a part of. */
export const distinct = (diagnostics: readonly Diagnostic[]): Diagnostic[] => [
  ...new Map(diagnostics.map(one => [JSON.stringify(one), one])).values(),
]
