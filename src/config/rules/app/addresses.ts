import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft, DraftApp } from '../../draft.ts'
import { isUnder } from '../../parts.ts'
import { valueAt } from '../../shape/context.ts'
import { isRecord } from '../../typed-lists.ts'

export interface Address {
  readonly at: Path
  readonly app: DraftApp
  readonly text: string
}

/** Keys under which codes, assertions and notices of a sign-out leave for an app. */
const keys = ['redirectUris', 'postLogoutRedirectUris', 'backchannelLogoutUri', 'acsUrl', 'sloUrl']

/** Every address that something of a sign-in is sent to. One that is wrong in a list is no reason to leave out the others. */
export function addressesOf({ apps, parsed, failed }: Draft): Address[] {
  return apps.flatMap(app => {
    const { path } = app
    // AList takes codes below the address that people open it at
    const own = app.type === 'alist' ? [...keys, 'url'] : keys
    return [path, [...path, 'directory']].flatMap(at => {
      const map = valueAt(parsed.data, at)
      if (!isRecord(map)) return []
      const found = own.flatMap(key => textsIn(map[key], [...at, key]))
      return found.filter(address => !isUnder(address.at, failed)).map(address => ({ ...address, app }))
    })
  })
}

function textsIn(value: unknown, at: Path): { at: Path; text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }]
  return Array.isArray(value) ? value.flatMap((each, index) => textsIn(each, [...at, index])) : []
}

/** `https:`, `com.example.app:`, in lower case. */
export const schemeOf = (text: string): string =>
  /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(text)?.[0].toLowerCase() ?? ''
