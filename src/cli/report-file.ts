import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import { Halt } from '../errors.ts'
import { refuseAstray } from './astray.ts'

/** Named as a configuration or a file of variables is: no format is YAML, so whoever says this has mixed up two names. */
export const isSourceName = (path: string): boolean => /\.ya?ml$|\.env(?:\.|$)/i.test(basename(path))

/** The same of the file that a link leads to. */
export function isSourceFile(path: string): boolean {
  try {
    return isSourceName(path) || isSourceName(realpathSync(path))
  } catch {
    return false
  }
}

export const sourceFile = (path: string): Halt =>
  new Halt(
    `${path} is named as a configuration or its variables are, and is not written`,
    'give what is written a name of its own, such as report.json',
  )

/** What a command writes is written to no file that it might have read. Throws {@link Halt}. */
export function refuseSource(file: string): void {
  refuseAstray(file)
  if (isSourceFile(file)) throw sourceFile(file)
}
