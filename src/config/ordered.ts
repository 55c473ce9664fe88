import type { Diagnostic, Path } from '../diagnostics/diagnostic.ts'
import { isUnder } from './parts.ts'

export const isError = ({ severity }: Diagnostic) => severity === 'error'

/** The name of a key is another matter than its value. */
const isOfItsOwn = ({ rule }: Diagnostic) => rule === 'schema/deprecated-key'

/** Sorted by place; a warning that says less about the very place of an error is left out, and nothing is said twice. */
export function ordered(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, unknown>,
): Diagnostic[] {
  const rank = new Map([...files.keys()].map((file, index) => [file, index]))
  const rankOf = ({ file }: Diagnostic) => rank.get(file) ?? 0
  const start = ({ range }: Diagnostic) => range.start.offset
  const errors = new Map<string, Path[]>([...files.keys()].map(file => [file, []]))
  for (const one of diagnostics)
    if (isError(one) && one.path.length > 0 && one.rule !== 'schema/missing-key')
      errors.get(one.file)?.push(one.path)
  const seen = new Set<string>()
  return diagnostics
    .filter(one => isError(one) || isOfItsOwn(one) || !isUnder(one.path, errors.get(one.file) ?? []))
    .filter(({ rule, file, range, message }) => {
      const key = `${rule} ${file} ${range.start.offset} ${message}`
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || start(a) - start(b))
}
