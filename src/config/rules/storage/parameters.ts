import { parametersOfPostgres, sslModes, strangeMode, strangeParameters } from '../../../database-address.ts'
import type { RuleFinding } from '../../finding.ts'
import { suggest } from '../../suggest.ts'
import { list, listed, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { databaseOf, isSecretParameter } from './database.ts'

const at = ['storage', 'url']

/** The server does not start with a parameter that it would have to read over. */
export const parameters: Rule = draft => {
  const url = databaseOf(draft)
  if (url === undefined) return []
  const strange = strangeParameters(url).filter(name => !isSecretParameter(name))
  return [...(strange.length > 0 ? [unknown(url, strange)] : []), ...wrongMode(url)]
}

function unknown(url: string, names: readonly string[]): RuleFinding {
  if (url.startsWith('sqlite:'))
    return {
      at,
      message: '"url" has a "?" in it: behind sqlite: there is nothing but the path of a file',
      help: 'write the path alone, such as sqlite:./data/sso.db',
    }
  const isNamed = names.every(name => /^[A-Za-z_]{1,32}$/.test(name))
  const [first = ''] = names
  const meant = isNamed && names.length === 1 ? suggest(first, parametersOfPostgres) : undefined
  const what = names.length === 1 ? 'a parameter that is' : 'parameters that are'
  return {
    at,
    message: `"url" has ${what} not known here${isNamed ? `: ${list(names)}` : ''}`,
    ...(meant !== undefined && { label: `did you mean ${quote(meant)}?` }),
    help: `remove ${names.length === 1 ? 'it' : 'them'}; known are ${listed(parametersOfPostgres)}`,
  }
}

function wrongMode(url: string): RuleFinding[] {
  const mode = strangeMode(url)
  if (mode === undefined) return []
  return [
    {
      at,
      message: `"sslmode" of "url" must be ${list(sslModes, 'or')}`,
      help: 'write sslmode=verify-full, or leave it out; no-verify takes any certificate, disable uses no TLS',
    },
  ]
}
