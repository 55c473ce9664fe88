import { isDeepStrictEqual } from 'node:util'
import type { OneOrMore, When } from '../../config.ts'
import { listed } from '../../words.ts'
import type { Difference, Sides } from '../difference.ts'
import { oneOf, whenInWords } from '../people.ts'
import { type Judges, type Verdict, verdict } from '../verdict.ts'

/** Whom grants and roles are for, and what they give. */
export const conditions: Judges = {
  'grant when': (difference, sides) =>
    ofWhen(difference, sides, 'it holds at once, for those who are signed in too'),
  'grant groups': ({ op, entries = [] }) =>
    op === 'add'
      ? verdict(
          'grant',
          'high',
          `these people are in ${groups(entries)} as well: they may enter whatever is open to it`,
        )
      : verdict('revoke', 'medium', `these people are no longer in ${groups(entries)} by this grant`),
  'app roles.*': ({ op, before, after, identity }) => {
    const { role, accountId, when } = (after ?? before) as { role: string; accountId?: string; when?: When }
    const where = accountId === undefined ? '' : ` in the account ${accountId}`
    const who = when ? `whoever has ${whenInWords(when)}` : `everyone who may open ${identity.id}`
    return op === 'add'
      ? verdict('grant', 'high', `${who} may take the role ${role}${where}`)
      : verdict('revoke', 'medium', `${who} may no longer take the role ${role}${where}`)
  },
  'app roles.*.when': (difference, sides) =>
    difference.after === undefined
      ? verdict(
          'grant',
          'high',
          `everyone who may open ${difference.identity.id} may take the role: a condition that is not there asks for nothing`,
        )
      : difference.before === undefined
        ? verdict(
            'revoke',
            'medium',
            `only whoever has ${whenInWords(difference.after as When)} may take the role`,
          )
        : ofWhen(difference, sides),
  'settings grants': ({ before, after }) =>
    verdict(
      'review',
      'medium',
      `order before: ${(before as string[]).join(', ')}; now: ${(after as string[]).join(', ')}`,
      'of several grants that somebody meets the last base directory counts, and a group is known to later ones only',
    ),
}

function ofWhen({ before, after }: Difference, sides: Sides, ...more: string[]): Verdict {
  const [old, now] = [before, after] as [When, When]
  const words = [`before: whoever has ${whenInWords(old)}`, `now: whoever has ${whenInWords(now)}`]
  const [fewer, wider] = [isWithin(now, old), isWithin(old, now)]
  if (!isDeepStrictEqual(old.source, now.source) && hasPublic(sides))
    return verdict(
      'grant',
      'high',
      ...words,
      'these may be other people: what a public source says counts only where it is named',
      ...more,
    )
  if (fewer && !wider) return verdict('revoke', 'medium', ...words, 'these are fewer people', ...more)
  if (wider && !fewer) return verdict('grant', 'high', ...words, 'these are more people', ...more)
  return verdict('grant', 'high', ...words, 'these may be other people', ...more)
}

const hasPublic = ({ base, head }: Sides): boolean =>
  [base, head].some(({ config }) => config.sources.some(source => source.public))

/** Certain: whoever meets the one meets the other. Every condition of the wider one is there, with no more values. */
function isWithin(narrow: When, wide: When): boolean {
  return Object.entries(wide).every(([key, value]) => {
    const own = narrow[key as keyof When]
    if (own === undefined) return false
    return /^(?:all|any|not|attribute)$/.test(key)
      ? isDeepStrictEqual(own, value)
      : values(own as OneOrMore).every(one => values(value as OneOrMore).includes(one))
  })
}

const values = (one: OneOrMore): readonly string[] => (typeof one === 'string' ? [one] : one)

const groups = (entries: readonly unknown[]): string => {
  const names = entries.map(String)
  return names.length > 12
    ? oneOf(names)
    : `${names.length === 1 ? 'the group' : 'the groups'} ${listed(names)}`
}
