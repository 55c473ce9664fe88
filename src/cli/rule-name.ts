import { suggest } from '../config/suggest.ts'
import { Halt } from '../errors.ts'
import { either } from './answer.ts'

/** There is no such rule: the error, and which one was meant. */
export function unknownRule(rule: string, all: readonly string[]): Halt {
  const meant = meantBy(rule, all)
  const group = all.filter(id => rule.includes('/') && groupOf(id) === groupOf(rule))
  const help =
    meant.length > 0
      ? `did you mean ${either(meant)}?`
      : group.length > 0
        ? `${groupOf(rule)} has ${either(group, 'and')}`
        : 'sso-kit explain lists them'
  return new Halt(`there is no rule "${rule}"`, help)
}

function meantBy(rule: string, all: readonly string[]): readonly string[] {
  const isWhole = rule.includes('/')
  const whole = isWhole ? suggest(rule, all) : undefined
  if (whole !== undefined) return [whole]
  const near = isWhole ? all.filter(id => groupOf(id) === groupOf(rule)) : []
  const begun = suggest(nameOf(rule), [...new Set(near.map(firstWord))])
  if (begun !== undefined) return near.filter(id => firstWord(id) === begun)
  // the second part alone is what people remember
  const name = suggest(nameOf(rule), all.map(nameOf))
  return all.filter(id => nameOf(id) === name)
}

const groupOf = (id: string) => id.slice(0, id.indexOf('/'))
const nameOf = (id: string) => id.slice(id.indexOf('/') + 1)
/** `endpoint` of `casdoor/endpoint-inexact`. */
const firstWord = (id: string) => nameOf(id).split('-', 1)[0] ?? ''
