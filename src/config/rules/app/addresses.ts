import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { DraftApp } from '../../draft.ts'
import { isRecord } from '../../typed-lists.ts'

export interface Address {
  readonly at: Path
  readonly app: DraftApp
  readonly text: string
}

/** Keys under which codes, assertions and notices of a sign-out leave for an app. */
const keys = ['redirectUris', 'postLogoutRedirectUris', 'backchannelLogoutUri', 'acsUrl', 'sloUrl']

/** Every address that something of a sign-in is sent to. */
export function addressesOf(apps: readonly DraftApp[]): Address[] {
  return apps.flatMap(app => {
    const { options, path } = app
    const maps: [unknown, Path][] = [
      [options, path],
      [options.directory, [...path, 'directory']],
    ]
    // AList takes codes below the address that people open it at
    const own = app.type === 'alist' ? [...keys, 'url'] : keys
    return maps.flatMap(([map, at]) =>
      isRecord(map)
        ? own.flatMap(key => textsIn(map[key], [...at, key]).map(found => ({ ...found, app })))
        : [],
    )
  })
}

function textsIn(value: unknown, at: Path): { at: Path; text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }]
  return Array.isArray(value) ? value.flatMap((each, index) => textsIn(each, [...at, index])) : []
}

/** `https:`, `com.example.app:`, in lower case. */
export const schemeOf = (text: string): string =>
  /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(text)?.[0].toLowerCase() ?? ''
