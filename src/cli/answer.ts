import { listed } from '../config/words.ts'
import { visible } from '../diagnostics/visible.ts'
import { Halt } from '../errors.ts'
import type { ExitCode, Io } from './io.ts'

/** The answer is no: said on standard error, exit 1. */
export function no({ stderr, failed }: Io, message: string, help?: string): ExitCode {
  failed?.({ message, help })
  stderr.write(`error: ${visible(message)}\n${help === undefined ? '' : `  help: ${visible(help)}\n`}`)
  return 1
}

/** Somebody wants it to end: nothing is said, but to a program that waits for a document. */
export function interrupted({ failed }: Io): ExitCode {
  failed?.({ message: 'interrupted', help: undefined })
  return 130
}

/** Of several deeds none was named: whoever sits there reads which there are. */
export function whichDeed({ stdout, failed }: Io, usage: string): ExitCode {
  if (failed) throw new Halt('what is to be done?', '--help lists it')
  stdout.write(usage)
  return 2
}

/** The word, where it is one of those there are. Throws {@link Halt}. */
export function choice<T extends string>(what: string, word: string, there: readonly T[]): T {
  const found = there.find(one => one === word)
  if (found !== undefined) return found
  throw new Halt(`there is no ${what} "${word}"`, `choose ${either(there)}`)
}

/** `a, b or c`. */
export const either = (words: readonly string[], last = 'or'): string => listed(words, last)
