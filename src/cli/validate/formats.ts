import type { Levels } from '../../config/binding.ts'
import type { Compiled } from '../../config/compile.ts'
import type { Source } from '../../config/document.ts'
import { summary } from '../../config/summary.ts'
import { count } from '../../config/words.ts'
import { painter } from '../../diagnostics/colour.ts'
import { concise } from '../../diagnostics/concise.ts'
import { byWeight, open } from '../../diagnostics/counting.ts'
import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.ts'
import { github, githubSummary } from '../../diagnostics/github.ts'
import { gitlab } from '../../diagnostics/gitlab.ts'
import { type Failure, json } from '../../diagnostics/json.ts'
import { junit } from '../../diagnostics/junit.ts'
import { pretty } from '../../diagnostics/pretty.ts'
import { sarif } from '../../diagnostics/sarif.ts'
import type { Looks } from '../looks.ts'
import type { Formats } from '../outputs.ts'
import { version } from '../version.ts'
import { distinct, testedFiles } from './by-file.ts'
import { pageOf } from './levels.ts'
import { type NameInRepository, renamedIn } from './repository.ts'

/** What was checked, and how to show it. */
export interface Run {
  readonly results: readonly Result[]
  readonly failOn: Severity
  readonly levels: Levels
  /** True where references were followed. */
  readonly environment: boolean
  readonly quiet: boolean
  /** For services that know files by their place in the repository. */
  readonly nameInRepository: NameInRepository
  /** How many problems people are shown. Documents have all of them. */
  readonly most: number
  /** Why others were not checked. */
  readonly failure?: Failure | undefined
}

/** A configuration that was checked: a file, or several that are laid over each other. */
export interface Result extends Compiled {
  /** `base.yaml+prod.yaml` */
  readonly path: string
  readonly sources: readonly Source[]
}

export const formats: Formats<Run> = {
  pretty: { run: asText },
  concise: { run: asLines },
  json: {
    run: run => json(testedFiles(run), version(), run.failure, run.nameInRepository),
    failure: failure => json([], version(), failure),
  },
  sarif: {
    run: run => sarif(inRepository(run), { version: version(), page: pageOf, failure: run.failure }),
    failure: failure => sarif([], { version: version(), page: pageOf, failure }),
  },
  github: {
    run: run => github(inRepository(run), run.failure),
    failure: failure => github([], failure),
    page: run => githubSummary(inRepository(run)),
    isLines: true,
  },
  gitlab: { run: run => gitlab(inRepository(run)), failure: () => gitlab([]), mute: true },
  junit: {
    run: run => junit(testedFiles(run), run.failOn, run.failure),
    failure: failure => junit([], 'error', failure),
  },
}

const inRepository = (run: Run) => renamedIn(testedFiles(run), run.nameInRepository)

function asText(run: Run, looks: Looks): string {
  const { results, quiet, environment } = run
  const paint = painter(looks.colour)
  const { isShown, others } = firstOf(run)
  const texts = results.map(result => {
    const frames = pretty(result.files, result.diagnostics.filter(isShown), looks)
    if (quiet) return frames
    return `${frames}${frames === '' ? '' : '\n'}${summary(result.path, result, paint, environment)}\n`
  })
  return `${texts.join('')}${others}`
}

function asLines(run: Run): string {
  const { isShown, others } = firstOf(run)
  return `${concise(distinct(run.results.flatMap(({ diagnostics }) => diagnostics.filter(isShown))))}${others}`
}

/** The heaviest are not left out. */
function firstOf({ results, most }: Run): { isShown: (one: Diagnostic) => boolean; others: string } {
  const all = byWeight(results.flatMap(({ diagnostics }) => open(diagnostics)))
  const shown = new Set(all.slice(0, most))
  const more = all.length - shown.size
  return {
    isShown: one => shown.has(one),
    others:
      more > 0 ? `${count(more, 'more problem')} not shown: --max-diagnostics ${all.length} shows all\n` : '',
  }
}
