import { isDeepStrictEqual } from 'node:util'
import type { Config, Move } from '../../config.ts'
import { milliseconds } from '../../duration.ts'
import { count } from '../../words.ts'
import type { Sides } from '../difference.ts'
import { oneOf } from '../people.ts'
import { always, type Judge, type Judges, verdict } from '../verdict.ts'

/** What holds for the whole server. */
export const settings: Judges = {
  'settings publicUrl': (_, sides) => verdict('trust', 'critical', ...everyAddress(sides)),
  'settings server.listen': always(
    'operational',
    'low',
    'whatever stands in front of the server has to look for it there',
  ),
  'settings server.trustedProxies': ({ op, entries = [] }) =>
    op === 'add'
      ? verdict(
          'trust',
          'high',
          `what ${oneOf(entries.map(String))} says about the address of a caller is believed: whoever can call from there can seem to come from anywhere`,
        )
      : verdict(
          'trust',
          'medium',
          `${oneOf(entries.map(String))} is no longer believed: a proxy that still stands there makes everybody look like one caller`,
        ),
  'settings storage.url': always(
    'operational',
    'high',
    'accounts, bindings and sessions are looked for in another database: what is not brought there is gone',
  ),
  'settings outbound.proxy': always(
    'trust',
    'high',
    'calls to vendors, with the secrets in them, go by another way',
  ),
  'settings outbound.ca': always(
    'trust',
    'high',
    'who signs the certificates that vendors are believed by is another one',
  ),
  'settings outbound.allowPrivate': ({ op, entries = [] }) =>
    op === 'add'
      ? verdict(
          'protection',
          'high',
          `the server may call ${oneOf(entries.map(String))}, inside the own network`,
        )
      : verdict('protection', 'low', `the server no longer calls ${oneOf(entries.map(String))}`),
  'settings session.idle': lasting('a session without a click lasts'),
  'settings session.lifetime': lasting('a session lasts at most'),
  'settings audit.keep': ({ before, after }) =>
    length(after) < length(before)
      ? verdict(
          'protection',
          'high',
          `who did what is known for ${after} only, and lines older than that are deleted`,
        )
      : verdict('protection', 'low', `who did what is known for ${after}`),
  'settings permissionProfile': always(
    'grant',
    'high',
    'the numbers of AList’s permissions have other names, and some of them another meaning: look at every permission of the file',
  ),
  'settings plugins': ({ op, entries = [] }) =>
    op === 'add'
      ? verdict(
          'trust',
          'high',
          `serve loads and runs the code of ${oneOf(entries.map(String))}, with all that the server may do; diff and validate run none of it`,
        )
      : verdict('revoke', 'low', `${oneOf(entries.map(String))} is no longer loaded`),
  'settings callbacks.alist': ({ op }) =>
    op === 'add'
      ? verdict(
          'trust',
          'high',
          'the server answers at AList’s own addresses: the front ends listed there receive who somebody is',
        )
      : verdict('revoke', 'medium', 'the server no longer answers at AList’s own addresses'),
  'settings callbacks.alist.frontends': ({ op, entries = [] }) =>
    op === 'add'
      ? verdict(
          'trust',
          'high',
          `${oneOf(entries.map(String))} receives who somebody is, and a sign-in to the files`,
        )
      : verdict('revoke', 'medium', `${oneOf(entries.map(String))} receives no sign-in any more`),
  'settings moved': ({ before, after }, sides) => {
    const [old, now] = [before, after] as [Config['moved'], Config['moved']]
    const isKept = old.every(move => now.some(one => isDeepStrictEqual(one, move)))
    const isTold =
      isKept && now.every(move => old.some(one => isDeepStrictEqual(one, move)) || isMade(move, sides))
    return isTold
      ? verdict('cosmetic', 'none', 'the renames are told where they are')
      : verdict(
          'operational',
          'low',
          'a server that has not started with an entry of "moved" does not move the accounts that it is about',
        )
  },
  'settings sources': always('cosmetic', 'none', 'the buttons stand in another order'),
  'settings apps': always('cosmetic', 'none', 'the apps stand in another order'),
  'settings organizations': always('cosmetic', 'none', 'the organisations stand in another order'),
  'settings admins': always('cosmetic', 'none', 'the administrators stand in another order'),
}

/** Told as the rename that it is. */
const isMade = ({ from, to }: Move, { moves }: Sides): boolean =>
  [...moves.sources].some(([now, old]) => from === `sources.${old}` && to === `sources.${now}`) ||
  [...moves.apps].some(([now, old]) => from === `apps.${old}` && to === `apps.${now}`)

function everyAddress({ base, head }: Sides): string[] {
  const consoles = head.config.sources.filter(({ id }) => head.returning.has(id)).map(({ id }) => id)
  const apps = head.config.apps.filter(({ type }) => type !== 'link').map(({ id }) => id)
  return [
    `every address is built from it, ${base.config.publicUrl} before and ${head.config.publicUrl} now`,
    consoles.length === 0
      ? ''
      : `nobody can sign in by ${oneOf(consoles)} before the new callback is entered in ${count(consoles.length, 'console')}: sso-kit urls prints it`,
    apps.length === 0 ? '' : `nor into ${oneOf(apps)} before the app knows the new address`,
  ]
}

function lasting(what: string): Judge {
  return ({ before, after }) =>
    length(after) > length(before)
      ? verdict(
          'grant',
          'high',
          `${what} ${after} instead of ${before}: a device that is left alone or lost stays signed in for that long`,
        )
      : verdict('revoke', 'medium', `${what} ${after} instead of ${before}`)
}

const length = (duration: unknown): number =>
  duration === 'forever' ? Number.POSITIVE_INFINITY : milliseconds(String(duration))
