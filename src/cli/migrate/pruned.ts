import { isDeepStrictEqual } from 'node:util'
import { pruneMoved } from '../../config/prune-moved.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { Halt } from '../../errors.ts'
import { editedFile } from '../fix/edits.ts'
import type { Result } from '../validate/formats.ts'
import type { Input } from '../validate/inputs.ts'

/**
 * The files without their entries of `moved`, checked again: all else means what it did. Throws {@link Halt} where that
 * is not so, such as an anchor in an entry that is used further down.
 */
export async function pruned(
  inputs: readonly Input[],
  check: (input: Input) => Promise<Result>,
): Promise<Input[]> {
  const after = inputs.map(withoutMoved)
  for (const [index, input] of inputs.entries()) {
    const now = after[index] ?? input
    if (now !== input && !isSameBut(await check(input), await check(now)))
      throw new Halt(
        `the entries of "moved" in ${input.path} cannot be taken out without a change of the rest: nothing was written`,
        'take them out by hand, and write what "*" names there where it is used',
      )
  }
  return after
}

function withoutMoved(input: Input): Input {
  let isChanged = false
  const [first, ...others] = input.sources.map(source => {
    const edits = pruneMoved(source)
    if (edits.length === 0) return source
    isChanged = true
    return { ...source, input: editedFile(source.input, edits) }
  })
  return first && isChanged ? { ...input, sources: [first, ...others] } : input
}

function isSameBut(before: Result, after: Result): boolean {
  if (before.config) return isDeepStrictEqual({ ...before.config, moved: [] }, after.config)
  const known = new Set(before.diagnostics.map(id))
  return after.diagnostics.every(one => one.severity !== 'error' || known.has(id(one)))
}

const id = ({ rule, file, where }: Diagnostic): string => `${rule} ${where} ${file}`
