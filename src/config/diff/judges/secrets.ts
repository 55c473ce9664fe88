import type { Schema } from '../../schema/schema.ts'
import type { Difference } from '../difference.ts'
import { type Judges, verdict } from '../verdict.ts'

/** Where secrets are read from. Their values are never looked at but to tell whether two of a sandbox file are the same. */
export const secrets: Judges = {
  'settings keys.cookie': ({ op, before, after }) => {
    if (op === 'remove')
      return verdict(
        'secret',
        'high',
        'the server makes a key of its own and keeps it beside the database: forms that are open end, and what the old keys sealed in the database cannot be read any more',
      )
    const gone = op === 'change' && !(before as unknown[]).every(key => includes(after as unknown[], key))
    return verdict(
      'secret',
      'high',
      gone || op === 'add'
        ? 'what an earlier key sealed in the database, such as the keys that tokens are signed with, can be read only while that key is in the list'
        : 'the first key is the one that is used from now on; the others are still accepted',
    )
  },
  'settings keys.saml': () =>
    verdict(
      'trust',
      'high',
      'apps that speak SAML believe the certificates they know: give them the new metadata before it is used',
    ),
  'app clientSecret': ({ op }) =>
    op === 'remove'
      ? verdict(
          'secret',
          'high',
          'the app proves itself by no secret any more: whoever has a code of it and its PKCE verifier is taken for it',
        )
      : op === 'add'
        ? verdict(
            'secret',
            'high',
            'the app has to prove itself by this secret: without it nobody signs in there',
          )
        : undefined,
  'app adminToken': ({ op }) =>
    op === 'remove'
      ? verdict(
          'protection',
          'high',
          'whoever may not open the app any more is no longer disabled there: its own tokens keep them in',
        )
      : op === 'add'
        ? verdict('protection', 'low', 'whoever may not open the app any more is disabled there as well')
        : undefined,
}

const includes = (list: readonly unknown[], key: unknown): boolean =>
  list.some(one => JSON.stringify(one) === JSON.stringify(key))

/** Any other value that the schema calls a secret. */
export const ofSecret = ({ op }: Difference) =>
  verdict(
    'secret',
    'high',
    op === 'add'
      ? 'the server reads a secret from here: it has to be there before this is rolled out'
      : op === 'remove'
        ? 'the server reads this secret no longer: it can be withdrawn once this is rolled out everywhere'
        : 'the server reads the secret from another place, or another secret: it has to be there before this is rolled out',
  )

export const isSecret = (schema: Schema | undefined): boolean => schema?.['x-secret'] === true
