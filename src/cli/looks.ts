import { pathToFileURL } from 'node:url'
import { Halt } from '../errors.ts'
import type { Io } from './io.ts'
import { pageFile } from './validate/levels.ts'

/** What only a terminal gets. */
export interface Looks {
  readonly colour: boolean
  readonly link: (rule: string) => string | undefined
  /** Cells of a row. Absent where nobody knows them, or reads them there. */
  readonly width?: number | undefined
}

/** Of a file. */
export const plain: Looks = { colour: false, link: () => undefined }

/** Of a stream, by default of standard error; `when` is what `--color` says. */
export const looksFor = ({ stderr, env }: Io, stream: Io['stdout'] = stderr, when = 'auto'): Looks => ({
  colour: wantsColour(when, stream, env),
  link: linksFor(stream, env),
  width: stream.isTTY === true ? stream.columns : undefined,
})

/** `--color` beats the variables; of these NO_COLOR beats the others. https://no-color.org, https://bixense.com/clicolors */
function wantsColour(when: string, { isTTY }: Io['stdout'], env: Io['env']): boolean {
  if (when === 'always' || when === 'never') return when === 'always'
  if (when !== 'auto') throw new Halt(`--color cannot be "${when}"`, 'choose auto, always or never')
  const on = (value: string | undefined) =>
    value !== undefined && value !== '' && value !== '0' && value !== 'false'
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (on(env.FORCE_COLOR) || on(env.CLICOLOR_FORCE)) return true
  return isTTY === true && !/^(?:0|false)$/.test(env.FORCE_COLOR ?? '') && env.TERM !== 'dumb'
}

/** On a terminal the name of a rule leads to its page in the package; a log has no use for that. */
function linksFor({ isTTY }: Io['stdout'], env: Io['env']): Looks['link'] {
  if (isTTY !== true || env.TERM === 'dumb' || !/^(?:false)?$/.test(env.CI ?? '')) return () => undefined
  return rule => {
    const file = pageFile(rule)
    return file === undefined ? undefined : pathToFileURL(file).href
  }
}
