import { quote } from '../../words.ts'
import { inRepeated } from '../id/twins.ts'
import { repeated } from '../repeated.ts'
import type { Rule } from '../rule.ts'

/** An e-mail address leads to one organisation. */
export const domainTwice: Rule = draft => {
  const isRepeated = inRepeated(draft)
  const domains = draft.organizations.flatMap(({ at, value }) =>
    (isRepeated(at) ? [] : (value.domains ?? [])).map((domain, index) => ({
      at: [...at, 'domains', index],
      domain,
    })),
  )
  return repeated(domains, ({ domain }) => domain).map(({ again: { at, domain }, first }) => ({
    at,
    message: `two organisations have the domain ${quote(domain)}`,
    label: 'again here',
    help: 'keep it in the one that people with such an address belong to',
    related: [{ at: first.at, message: 'first here' }],
  }))
}
