import { pathToFileURL } from 'node:url'
import { Halt } from '../errors.ts'
import type { Io } from './io.ts'
import { pageFile } from './validate/levels.ts'

/** What only a terminal gets. */
export interface Looks {
  readonly colour: boolean
  readonly link: (rule: string) => string | undefined
}

/** Of a file. */
export const plain: Looks = { colour: false, link: () => undefined }

/** Of standard output; `when` is what `--color` says. */
export const looksFor = (when: string, io: Io): Looks => ({
  colour: wantsColour(when, io),
  link: linksFor(io),
})

/** `--color` beats the variables; of these NO_COLOR beats the others. https://no-color.org, https://bixense.com/clicolors */
function wantsColour(when: string, { stdout, env }: Io): boolean {
  if (when === 'always' || when === 'never') return when === 'always'
  if (when !== 'auto') throw new Halt(`--color cannot be "${when}"`, 'choose auto, always or never')
  const on = (value: string | undefined) => value !== undefined && value !== '' && value !== '0'
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (on(env.FORCE_COLOR) || on(env.CLICOLOR_FORCE)) return true
  return stdout.isTTY === true && env.FORCE_COLOR !== '0' && env.TERM !== 'dumb'
}

/** On a terminal the name of a rule leads to its page in the package; a log has no use for that. */
function linksFor({ stdout, env }: Io): (rule: string) => string | undefined {
  if (stdout.isTTY !== true || env.TERM === 'dumb' || (env.CI !== undefined && env.CI !== ''))
    return () => undefined
  return rule => {
    const file = pageFile(rule)
    return file === undefined ? undefined : pathToFileURL(file).href
  }
}
