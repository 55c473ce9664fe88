import { quote } from '../../words.ts'
import { repeated } from '../repeated.ts'
import type { Rule } from '../rule.ts'

/** An e-mail address leads to one organisation. */
export const domainTwice: Rule = ({ organizations }) => {
  const domains = organizations.flatMap(({ at, value }) =>
    (value.domains ?? []).map((domain, index) => ({ at: [...at, 'domains', index], domain })),
  )
  return repeated(domains, ({ domain }) => domain).map(({ again: { at, domain }, first }) => ({
    at,
    message: `two organisations have the domain ${quote(domain)}`,
    label: 'again here',
    help: 'keep it in the one that people with such an address belong to',
    related: [{ at: first.at, message: 'first here' }],
  }))
}
