import { isPlaceName } from '../../place-name.ts'
import { type Diagnosis, type Line, linesNear, type Slip } from './slip.ts'

/** What is right for another program, or elsewhere, and begins with a sign of YAML. */
export const knownText: Diagnosis = stop => linesNear(stop).flatMap(inLine)

interface Known {
  readonly pattern: RegExp
  readonly message: string
  readonly help: (name: string) => string
  /** What goes in its place. */
  readonly text: (name: string) => string
}

const texts: readonly Known[] = [
  {
    // `{ env: ${NAME} }`
    pattern: /(?<=\benv: {0,4})\$\{(\w{1,64})\}/,
    message: 'a variable is named here without a "$" and braces',
    help: name => `write { env: ${name} }`,
    text: name => name,
  },
  {
    pattern: /(?<=: {1,4})\*\/\d{1,3}(?: +[\d*/,-]{1,16}){4}(?= *(?:#|$|\}))/,
    message: 'there are no cron expressions here',
    help: () => 'write how long it takes until the next time, such as 30m or 24h',
    text: () => '24h',
  },
  {
    pattern: /(?<=: {1,4}):memory:/,
    message: '":memory:" begins with a sign of YAML, and has no scheme',
    help: () => 'write "sqlite::memory:", in quotes',
    text: () => '"sqlite::memory:"',
  },
]

const inLine = ({ text: line, start }: Line): Slip[] =>
  texts.flatMap(({ pattern, message, help, text }) => {
    const found = pattern.exec(line)
    if (found === null) return []
    const { 0: whole, 1: name, index } = found
    // what is no name of a variable may be the secret itself
    if (name !== undefined && !isPlaceName('env', name)) return []
    const at = start + index
    const instead = { at, length: whole.length, text: text(name ?? '') }
    return [{ on: [at, at + whole.length], message, help: help(name ?? ''), instead }]
  })
