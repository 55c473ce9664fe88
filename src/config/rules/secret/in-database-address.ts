import type { RuleFinding } from '../../finding.ts'
import { list } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { databaseOf, secretParametersOf } from '../storage/database.ts'

/** `?password=`: libpq takes it there. In front of the host the schema takes none. */
export const inDatabaseAddress: Rule = draft => {
  const url = databaseOf(draft) ?? ''
  const names = secretParametersOf(url)
  if (names.length === 0) return displaced(url)
  const instead = url.startsWith('sqlite:')
    ? 'remove it: there is nothing but the path of a file behind sqlite:'
    : inVariable
  return [
    {
      at: ['storage', 'url'],
      message: `${list(names)} in "url" is a secret written in the file`,
      help: `${instead}\nit may be in the git history already: replace the secret`,
      secret: true,
    },
  ]
}

/** `postgres://sso/PASSWORD@host/sso`: what stands before the `@` is read as the path. */
const displaced = (url: string): RuleFinding[] =>
  !url.startsWith('sqlite:') && /^[^?]*\/\/[^/]*\/[^?]*@/.test(url)
    ? [
        {
          at: ['storage', 'url'],
          message: 'there is "@" behind the host of "url": what is before it is perhaps a password',
          help: `${inVariable}\nit may be in the git history already: replace the secret`,
          secret: true,
        },
      ]
    : []

const inVariable =
  'write url: { env: SSO_DATABASE_URL }, and into that variable the address with USER:PASSWORD@ before its host'
