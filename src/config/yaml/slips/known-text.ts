import { isPlaceName } from '../../place-name.ts'
import { type Diagnosis, type Line, linesNear, type Slip } from './slip.ts'

// what is right for another program, or elsewhere: `{ env: ${NAME} }`, `every: */5 * * * *`, `url: :memory:`
export const knownText: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line) ?? [])

function inLine({ text, start }: Line): Slip | undefined {
  const variable = /(?<=\benv: {0,4})\$\{(\w{1,64})\}/.exec(text)
  const [found = '', name = ''] = variable ?? []
  if (variable && isPlaceName('env', name)) {
    const at = start + variable.index
    return {
      on: [at, at + found.length],
      message: 'a variable is named here without a "$" and braces',
      help: `write { env: ${name} }`,
      instead: { at, length: found.length, text: name },
    }
  }
  const schedule = /(?<=: {1,4})\*\/\d{1,3}(?: +[\d*/,-]{1,16}){4}(?= *(?:#|$|\}))/.exec(text)
  if (schedule) {
    const at = start + schedule.index
    return {
      on: [at, at + schedule[0].length],
      message: 'there are no cron expressions here',
      help: 'write how long it takes until the next time, such as 30m or 24h',
      instead: { at, length: schedule[0].length, text: '24h' },
    }
  }
  const memory = /(?<=: {1,4}):memory:/.exec(text)
  if (memory === null) return undefined
  const at = start + memory.index
  return {
    on: [at, at + memory[0].length],
    message: '":memory:" begins with a sign of YAML, and has no scheme',
    help: 'write "sqlite::memory:", in quotes',
    instead: { at, length: memory[0].length, text: '"sqlite::memory:"' },
  }
}
