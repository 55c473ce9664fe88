import { createHash } from 'node:crypto'
import type { Levels } from '../../config/binding.ts'
import type { Compiled } from '../../config/compile.ts'
import { environmentRules, ruleIds } from '../../config/rules.ts'
import { summary } from '../../config/summary.ts'
import { count } from '../../config/words.ts'
import { painter } from '../../diagnostics/colour.ts'
import { concise } from '../../diagnostics/concise.ts'
import { byWeight } from '../../diagnostics/counting.ts'
import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.ts'
import { github, githubSummary } from '../../diagnostics/github.ts'
import { gitlab } from '../../diagnostics/gitlab.ts'
import { type Failure, json } from '../../diagnostics/json.ts'
import { junit, type Tested } from '../../diagnostics/junit.ts'
import { pretty } from '../../diagnostics/pretty.ts'
import { sarif } from '../../diagnostics/sarif.ts'
import { version } from '../version.ts'
import { pageOf } from './levels.ts'

/** What was checked, and how to show it. */
export interface Run {
  readonly files: readonly Result[]
  readonly failOn: Severity
  readonly levels: Levels
  /** True where references were followed. */
  readonly environment: boolean
  readonly quiet: boolean
  /** How many problems people are shown. Documents have all of them. */
  readonly most: number
}

export interface Result extends Compiled {
  readonly path: string
  readonly bytes: Uint8Array
}

/** What only a terminal gets. */
export interface Looks {
  readonly colour: boolean
  readonly link: (rule: string) => string | undefined
}

export const formats = ['pretty', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit'] as const
export type Format = (typeof formats)[number]

/** What the format says of a run. */
export function render(format: Format, run: Run, looks: Looks): string {
  switch (format) {
    case 'pretty':
      return asText(run, looks)
    case 'concise':
      return asLines(run)
    case 'json':
      return json(testedFiles(run), version())
    case 'sarif':
      return sarif(testedFiles(run), { version: version(), page: pageOf })
    case 'github':
      return github(testedFiles(run))
    case 'gitlab':
      return gitlab(testedFiles(run))
    case 'junit':
      return junit(testedFiles(run), run.failOn)
  }
}

/** What it says where there is no answer; undefined where that is for standard error. */
export function renderFailure(format: Format, failure: Failure): string | undefined {
  switch (format) {
    case 'json':
      return json([], version(), failure)
    case 'sarif':
      return sarif([], { version: version(), page: pageOf, failure })
    case 'github':
      return github([], failure)
    case 'gitlab':
      return gitlab([])
    case 'junit':
      return junit([], 'error', failure)
    default:
      return undefined
  }
}

/** GitLab's format has no place for a failure: it is told on standard error. */
export const tellsFailure = (format: Format): boolean => format !== 'gitlab'

export const stepSummary = (run: Run): string => githubSummary(testedFiles(run))

function testedFiles({ files, levels, environment }: Run): Tested[] {
  return files.map(({ path, bytes, text, diagnostics, suppressed, version: configVersion, complete }) => ({
    path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    configVersion: configVersion ?? null,
    diagnostics: [...diagnostics, ...suppressed].sort((a, b) => a.range.start.offset - b.range.start.offset),
    text,
    ran: ruleIds.filter(
      rule =>
        // what cannot be read has not met the others
        (complete || rule.startsWith('yaml/')) &&
        levels[rule] !== 'off' &&
        (environment || !environmentRules.includes(rule)),
    ),
  }))
}

function asText(run: Run, { colour, link }: Looks): string {
  const { files, quiet, environment } = run
  const paint = painter(colour)
  const { isShown, others } = firstOf(run)
  const texts = files.map(file => {
    const frames = pretty(file.text, file.diagnostics.filter(isShown), { colour, link })
    if (quiet) return frames
    return `${frames}${frames === '' ? '' : '\n'}${summary(file.path, file, paint, environment)}\n`
  })
  return `${texts.join('')}${others}`
}

function asLines(run: Run): string {
  const { isShown, others } = firstOf(run)
  return `${run.files.map(file => concise(file.diagnostics.filter(isShown))).join('')}${others}`
}

/** The heaviest are not left out. */
function firstOf({ files, most }: Run): { isShown: (one: Diagnostic) => boolean; others: string } {
  const all = byWeight(files.flatMap(({ diagnostics }) => diagnostics))
  const shown = new Set(all.slice(0, most))
  const more = all.length - shown.size
  return {
    isShown: one => shown.has(one),
    others:
      more > 0 ? `${count(more, 'more problem')} not shown: --max-diagnostics ${all.length} shows all\n` : '',
  }
}
