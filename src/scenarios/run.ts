import { createHash } from 'node:crypto'
import type { Config } from '../config/config.ts'
import { discreet } from '../config/discreet.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { openStorage } from '../storage/open.ts'
import type { Storage } from '../storage/storage.ts'
import { unmetAccount } from './expect/account.ts'
import { unmetApps } from './expect/apps.ts'
import { unmetRefusal } from './expect/refused.ts'
import { unmetTold } from './expect/told.ts'
import type { Unmet } from './expect/unmet.ts'
import type { Scenario } from './file.ts'
import { mistakesIn } from './mentions.ts'
import { type Outcome, play } from './play.ts'
import type { ReadFile } from './read.ts'
import { ways } from './telling.ts'
import { undone } from './undone.ts'

/** What came of one scenario. */
export interface Result {
  readonly name: string
  /** Where it stands, from 1. */
  readonly line: number
  /** Skipped: it was not asked for, or cannot be run. */
  readonly status: 'passed' | 'failed' | 'skipped'
  readonly failures: readonly Failure[]
}

/** An expectation that is not met, at its place in the file. */
export interface Failure extends Pick<Unmet, 'expected' | 'actual'> {
  readonly diagnostic: Diagnostic
}

/** What the scenarios of a file say that its configuration does not know. */
export const mistakesOf = ({ content, at }: ReadFile, config: Config): Diagnostic[] =>
  discreet(
    (content?.tests ?? []).flatMap((scenario, index) => mistakesIn(scenario, ['tests', index], config)),
  ).map(at)

/** A store in memory, with its tables and nobody in it. */
export const emptyStore = (): Promise<Storage> => openStorage('sqlite::memory:', '.')

/** Plays the scenarios of a file one after another; what one leaves behind is gone before the next. */
export async function runScenarios(
  read: ReadFile,
  config: Config,
  storage: Storage,
  isWanted: (name: string) => boolean,
): Promise<Result[]> {
  const results: Result[] = []
  for (const [index, scenario] of (read.content?.tests ?? []).entries()) {
    const failures = isWanted(scenario.name)
      ? (await unmetIn(scenario, config, storage)).map(unmet => failureOf(unmet, index, read))
      : undefined
    results.push({ ...resultOf(scenario, index, read), ...statusOf(failures) })
  }
  return results
}

/** Where nothing can be run: the file, or its configuration, has a mistake. */
export const skipped = (read: ReadFile): Result[] =>
  (read.content?.tests ?? []).map((scenario, index) => ({
    ...resultOf(scenario, index, read),
    ...statusOf(undefined),
  }))

function resultOf({ name }: Scenario, index: number, { at }: ReadFile): Pick<Result, 'name' | 'line'> {
  const here = { rule: '', severity: 'error', at: ['tests', index, 'name'], message: name, help: '' } as const
  const [shown = here] = discreet([here])
  return { name: shown.message, line: at(here).range.start.line }
}

const statusOf = (failures: readonly Failure[] | undefined): Pick<Result, 'status' | 'failures'> => ({
  status: failures === undefined ? 'skipped' : failures.length === 0 ? 'passed' : 'failed',
  failures: failures ?? [],
})

function failureOf({ expected, actual, ...unmet }: Unmet, index: number, { at }: ReadFile): Failure {
  const [shown = unmet] = discreet([unmet])
  const diagnostic = at({ rule: '', severity: 'error', ...shown, at: ['tests', index, ...unmet.at] })
  return { diagnostic, expected, actual }
}

/** Plays one scenario and holds what came of it against what is expected. */
export function unmetIn(scenario: Scenario, config: Config, storage: Storage): Promise<Unmet[]> {
  return undone(storage, async store => {
    const outcome = await play(scenario, { config, storage: store, now, newId: idsOf(scenario) })
    return unmetBy(scenario, outcome, config)
  })
}

/** No decision depends on the time. */
const now = Date.UTC(2026, 0, 1)

/** As random as those of a server look, and the same in every run. */
function idsOf({ name }: Scenario): () => string {
  let count = 0
  return () => {
    count += 1
    return createHash('sha256').update(`${count} ${name}`).digest('hex').slice(0, 32)
  }
}

async function unmetBy(scenario: Scenario, outcome: Outcome, config: Config): Promise<Unmet[]> {
  if ('impossible' in outcome) return [outcome.impossible]
  const { expect, signIn } = scenario
  const source = config.sources.find(({ id }) => id === signIn.source)
  const refusal = unmetRefusal(expect, outcome, source)
  if (refusal) return [refusal]
  if ('refused' in outcome) return []
  const told = await Promise.all(ways.map(way => unmetTold(way, expect[way] ?? {}, outcome, config)))
  return [
    ...(expect.account ? unmetAccount(expect.account, outcome, config.permissions) : []),
    ...(expect.apps ? unmetApps(expect.apps, outcome) : []),
    ...told.flat(),
  ]
}
