import { suggest } from '../config/suggest.ts'
import { Halt } from '../errors.ts'
import { either } from './answer.ts'

/** There is no such rule: the error, and which one was meant. */
export function unknownRule(rule: string, all: readonly string[]): Halt {
  const said = asName(rule)
  const meant = meantBy(said, all)
  const groups = [...new Set(all.map(groupOf))]
  const group = said.includes('/') ? groupOf(said) : suggest(said, groups)
  const ofGroup = all.filter(id => groupOf(id) === group)
  const help =
    meant.length > 0
      ? `did you mean ${either(meant)}?`
      : ofGroup.length > 0
        ? `${group} has ${either(ofGroup, 'and')}`
        : 'sso-kit explain lists them'
  return new Halt(`there is no rule "${rule}"`, help)
}

/** `docs/rules/secret/inline.md`, `secret:inline` and `Secret inline` as a rule is called. */
const asName = (word: string): string =>
  word
    .toLowerCase()
    .replace(/\.md$/, '')
    .split(/[/\\:.\s]+/)
    .slice(-2)
    .join('/')

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
