import { isUnder } from '../../parts.ts'
import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** First segments of addresses of the server itself. */
const taken: readonly string[] = ['admin', 'callback', 'logout', 'healthz', 'saml', 'oidc', 'events']

export const reserved: Rule = ({ ids, failed }) =>
  ids.sources
    .filter(
      ({ id, type, index }) =>
        !isUnder(['sources', index, 'id'], failed) &&
        (taken.includes(id) ||
          (id === 'local' && type !== 'local' && !isUnder(['sources', index, 'type'], failed))),
    )
    .map(({ id, index }) => ({
      at: ['sources', index, 'id'],
      message: `the id ${quote(id)} is reserved`,
      label: id === 'local' ? 'only a source of type "local" may have it' : 'an address of the server itself',
      help: `choose another id, such as ${id === 'oidc' || id === 'saml' ? `partner-${id}` : `${id}-source`}`,
    }))
