import { isDeepStrictEqual } from 'node:util'
import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts'
import { mostCovered } from '../../diagnostics/redact.ts'
import { Halt } from '../../errors.ts'
import type { Result } from '../validate/formats.ts'
import type { Input } from '../validate/inputs.ts'
import { type Correction, correctionsOf } from './correction.ts'
import { editedFile, together } from './edits.ts'

export interface Mended {
  /** With what the files say now; nothing is written yet. */
  readonly inputs: readonly Input[]
  readonly results: readonly Result[]
  /** What that changed, in the order in which it was done. */
  readonly corrections: readonly Correction[]
}

/** More than anything needs: a correction may uncover another one. */
const most = 20

/**
 * Corrects what can be, checks again, and so on until nothing is left to correct. What had a configuration has the
 * same one afterwards. Throws {@link Halt} where that is not so.
 */
export async function mend(
  inputs: readonly Input[],
  check: (input: Input) => Promise<Result>,
  isWanted: (problem: Diagnostic) => boolean = ({ suppressed }) => suppressed === undefined,
): Promise<Mended> {
  const before = await Promise.all(inputs.map(check))
  const corrections: Correction[] = []
  let now: Omit<Mended, 'corrections'> = { inputs, results: before }
  for (let round = 0; round < most; round += 1) {
    const wanted = fixesIn(now.results, isWanted)
    const fixes = together([...wanted.keys()])
    if (fixes.length === 0) break
    const textOf = textsOf(now.results)
    corrections.push(...fixes.flatMap(fix => correctionsOf({ rule: wanted.get(fix) ?? '', fix }, textOf)))
    const mended = now.inputs.map(input => withEdits(input, fixes))
    const results = await Promise.all(mended.map(check))
    now = { inputs: mended, results }
    for (const [index, { path, config }] of before.entries())
      if (config && !isDeepStrictEqual(config, results[index]?.config))
        throw new Halt(
          `the corrections would change what ${path} means: nothing was written`,
          'please report this',
        )
  }
  return { ...now, corrections }
}

/** A file that is part of several configurations has a secret where one of them says so. */
const textsOf = (results: readonly Result[]) => (file: string) =>
  mostCovered(results.flatMap(({ files }) => files.get(file)?.text ?? []))

/** Each with its rule. A file that is part of several configurations is corrected where all of them want it so. */
function fixesIn(
  results: readonly Result[],
  isWanted: (problem: Diagnostic) => boolean,
): ReadonlyMap<Fix, string> {
  const wishes = results.map(({ files, diagnostics, suppressed }) => ({
    files,
    fixes: new Map(
      [...diagnostics, ...suppressed]
        .filter(isWanted)
        .flatMap(({ fix, rule }) => (fix ? [[JSON.stringify(fix), { fix, rule }] as const] : [])),
    ),
  }))
  const all = new Map(wishes.flatMap(({ fixes }) => [...fixes]))
  const agreed = [...all].flatMap(([key, { fix, rule }]) => {
    const concerned = wishes.filter(({ files }) => fix.edits.some(({ file }) => files.has(file)))
    return concerned.every(({ fixes }) => fixes.has(key)) ? [[fix, rule] as const] : []
  })
  return new Map(agreed)
}

function withEdits(input: Input, fixes: readonly Fix[]): Input {
  const edits = fixes.flatMap(fix => fix.edits)
  const [first, ...others] = input.sources.map(source => {
    const own = edits.filter(({ file }) => file === source.file)
    return own.length === 0 ? source : { ...source, input: editedFile(source.input, own) }
  })
  return first ? { ...input, sources: [first, ...others] } : input
}
