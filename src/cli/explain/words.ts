import { grantInWords } from '../../accounts/grant-in-words.ts'
import { heldBackIn } from '../../accounts/grants.ts'
import type { Person } from '../../accounts/person.ts'
import type { Explanation } from '../../apps/explain.ts'
import { ruling } from '../../apps/ruling.ts'
import { shown } from '../table.ts'

/** The decision as lines, from who somebody is to what decided. */
export function inWords(explanation: Explanation, { rights: { matches } }: Person): string {
  const { account, app, allowed, identities, has } = explanation
  const rows: (readonly [string, string])[] = [
    ['account', `${account.username} (${account.id})${account.disabled ? ', disabled' : ''}`],
    ...identities.map(identity => ['identity', spoken(identity)] as const),
    ...matches.map(match => ['applies', given(grantInWords(match), match.grant.groups)] as const),
    ['groups', listed(has.groups)],
    ['departments', listed(has.departments)],
    ['sources', listed(has.sources)],
    ...ruling(explanation).map((sentence, index) => [index === 0 ? 'decision' : '', sentence] as const),
  ]
  const lines = rows.map(([name, value]) => `${name.padEnd(13)}${shown(value)}\n`)
  return `${shown(account.username)} ${allowed ? 'may' : 'may not'} enter ${app}\n\n${lines.join('')}`
}

const spoken = ({ source, issuer, subject, ignored, ifNamed }: Explanation['identities'][number]) => {
  const who = `${source}  ${subject}  of ${issuer}`
  if (ignored !== null) return `${who}: does not count, ${reasons[ignored]}`
  const held = heldBackIn({ ifNamed })
  return held.length === 0
    ? who
    : `${who}: ${held.join(', ')} only where a condition names ${source}, which is public`
}

const reasons = {
  'source-unknown': 'the file has no such source',
  'source-closed': 'the file has closed the source',
  left: 'the directory of the source has them no longer',
  unvouched: 'the source has not vouched for them since the upgrade: let them sign in once',
  'public-changed':
    'the file has opened the source to anybody, or closed it to strangers, since it vouched for them: let them sign in once',
}

const given = (grant: string, groups: readonly string[]): string =>
  groups.length === 0 ? grant : `${grant}: groups ${groups.join(', ')}`

const listed = (names: readonly string[]): string => names.join(', ') || 'none'
