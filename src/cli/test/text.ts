import { count } from '../../config/words.ts'
import { painter } from '../../diagnostics/colour.ts'
import { pretty } from '../../diagnostics/pretty.ts'
import { visible } from '../../diagnostics/visible.ts'
import type { Looks } from '../looks.ts'
import { countsOf, diagnosticsOf, hasFailed, problemsOf } from './counts.ts'
import type { Suite } from './suite.ts'

const signs = { passed: '✔', failed: '✖', skipped: '○' } as const
const styles = { passed: 'green', failed: 'red', skipped: 'dim' } as const

/** A line for each scenario, below it what is not met, and a line for all of them. */
export function text(suites: readonly Suite[], looks: Looks): string {
  const paint = painter(looks.colour)
  const problems = problemsOf(suites)
  const told = new Set<string>()
  const isFresh = (one: object) => {
    const key = JSON.stringify(one)
    return !told.has(key) && told.add(key)
  }
  const blocks = suites.map(({ file, results, problems, texts }) => {
    const rows = results.map(({ name, status, failures }) => {
      const row = `  ${paint(styles[status], signs[status])} ${visible(name)}\n`
      const frames = pretty(texts, diagnosticsOf(failures), looks)
      return frames === '' ? row : `${row}\n${frames}\n`
    })
    const frames = pretty(texts, problems.filter(isFresh), looks)
    return `${visible(file)}\n${frames === '' ? '' : `\n${frames}\n`}${rows.join('')}`
  })
  const all = suites.flatMap(({ results }) => results)
  const { passed, failed, skipped } = countsOf(all)
  const parts = [
    ...(problems.length > 0 ? [count(problems.length, 'mistake')] : []),
    `${passed} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ]
  const sign = hasFailed(suites) ? paint('red', '✖') : paint('green', '✔')
  const whole = `${blocks.join('\n')}\n${sign} ${count(all.length, 'scenario')}: ${parts.join(', ')}\n`
  // one blank line between frames and whatever is around them
  return whole.replace(/\n{3,}/g, '\n\n')
}
