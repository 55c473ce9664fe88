import { milliseconds } from '../../duration.ts'
import { oneOf } from '../people.ts'
import { always, type Judge, type Judges, verdict } from '../verdict.ts'

/** What apps are told, where, and how surely it is them. */
export const apps: Judges = {
  'app enabled': ({ after }) =>
    after === true
      ? verdict('grant', 'high', 'the app is open: whoever "allow" names may enter it')
      : verdict('revoke', 'medium', 'the app is closed: nobody may enter it'),
  'app redirectUris': addresses('codes, and with them who somebody is, are sent'),
  'app postLogoutRedirectUris': addresses('people may be sent after they signed out'),
  'app hosts': ({ op, entries = [] }) =>
    op === 'add'
      ? verdict(
          'trust',
          'high',
          `${hosts(entries)} is a host of this app: whoever may enter it is let in there, and their name is told to it`,
        )
      : verdict('revoke', 'medium', `${hosts(entries)} is no host of this app any more`),
  'app acsUrl': always('trust', 'high', 'who somebody is, is sent to another address'),
  'app directory.acsUrl': always('trust', 'high', 'who somebody is, is sent to another address'),
  'app scopes': ({ op, entries = [] }) =>
    op === 'add'
      ? verdict(
          'trust',
          'high',
          `the app may ask for ${oneOf(entries.map(String))} as well, and is told that of whoever signs in`,
        )
      : verdict('revoke', 'medium', `the app is no longer told ${oneOf(entries.map(String))}`),
  'app attributes.*': ({ op, after, keys }) =>
    op === 'remove'
      ? verdict('revoke', 'medium', `the app is no longer told ${keys.at(-1)}`)
      : verdict('trust', 'high', `the app is told ${after} of whoever signs in, as ${keys.at(-1)}`),
  'app pkce': ({ after }) =>
    after === 'required'
      ? verdict('protection', 'low', 'a code that somebody steals is of no use to them')
      : verdict(
          'protection',
          'high',
          'a code may be redeemed without PKCE: one that somebody steals is of use to them',
        ),
  'app idpInitiated': ({ after }) =>
    after === true
      ? verdict(
          'protection',
          'high',
          'the app is sent people without having asked: it cannot tell a sign-in that somebody else began',
        )
      : verdict('protection', 'low', 'the app is sent people only when it has asked'),
  'app sessionDuration': ({ before, after }) => {
    if (before === undefined || after === undefined) return undefined
    return milliseconds(String(after)) > milliseconds(String(before))
      ? verdict(
          'grant',
          'high',
          `a role lasts ${after} once it is taken, instead of ${before}: it outlives the person’s leaving`,
        )
      : verdict('revoke', 'medium', `a role lasts ${after} once it is taken, instead of ${before}`)
  },
}

function addresses(what: string): Judge {
  return ({ op, entries = [] }) =>
    op === 'add'
      ? verdict(
          'trust',
          'high',
          `${what} to ${oneOf(entries.map(String))} as well: whoever holds that address gets them`,
        )
      : verdict('revoke', 'medium', `${oneOf(entries.map(String))} receives nothing any more`)
}

const hosts = (entries: readonly unknown[]) => oneOf(entries.map(String))
