import type { Config, Grant, SourceConfig } from '../../config.ts'
import { quote } from '../../words.ts'
import type { Difference, Sides } from '../difference.ts'
import {
  accessInWords,
  isOpen,
  oneOf,
  registersStrangers,
  registrationOf,
  sourceOf,
  sumInWords,
  whenInWords,
  whoOf,
} from '../people.ts'
import { type Judges, type Verdict, verdict } from '../verdict.ts'

/** Whole parts of the file that came, went or were renamed. */
export const entries: Judges = {
  'source ': (difference, sides) => {
    const [before, after] = [
      sourceOf(sides.base.config, difference.identity.id),
      sourceOf(sides.head.config, difference.identity.id),
    ]
    if (difference.op === 'add' && after) return addedSource(after, sides.head.config)
    if (difference.op === 'remove' && before) return removedSource(before, sides)
    return moved(difference, 'accounts that are bound to it follow, and so do their administrators')
  },
  'source enabled': ({ after, identity }, sides) => {
    const source = sourceOf(sides.head.config, identity.id)
    if (source === undefined) return undefined
    return after === true ? addedSource(source, sides.head.config) : removedSource(source, sides)
  },
  'source callbackUrl': ({ identity: { id }, before, after }) =>
    before === undefined || after === undefined
      ? undefined
      : verdict(
          'operational',
          'medium',
          `nobody can sign in by ${id} before its vendor's console has the new address: sso-kit urls prints it`,
        ),
  'app ': ({ op, identity, ...difference }, { base, head }) => {
    const appIn = ({ apps }: Config) => apps.find(({ id }) => id === identity.id)
    const [before, after] = [appIn(base.config), appIn(head.config)]
    if (op === 'add' && after)
      return verdict(
        'grant',
        after.enabled ? 'high' : 'low',
        after.enabled
          ? `${accessInWords(after.allow)} may open ${quote(after.name)}`
          : `nobody may open ${quote(after.name)} yet: it is closed`,
        ...toldTo(after.options),
      )
    if (op === 'remove' && before)
      return verdict(
        'revoke',
        'medium',
        `nobody may open ${quote(before.name)} from here any more; before, ${accessInWords(before.allow)} could`,
      )
    return moved({ op, identity, ...difference }, 'links to it, /apps/ID/start, have another address')
  },
  'grant ': ({ op, identity }, { base, head }) => {
    const grantIn = ({ grants }: Config) => grants.find(({ id }) => id === identity.id)
    const [before, after] = [grantIn(base.config), grantIn(head.config)]
    if (op === 'add' && after)
      return verdict(
        'grant',
        'high',
        `whoever has ${whenInWords(after.when)} gets ${given(after, head.config)}`,
        atOnce,
      )
    if (op === 'remove' && before)
      return verdict(
        'revoke',
        'medium',
        `whoever has ${whenInWords(before.when)} no longer gets ${given(before, base.config)}`,
        before.baseDir === undefined
          ? ''
          : `nor are they confined to ${before.baseDir} by it: an earlier grant or their own folder counts`,
        atOnce,
      )
    return undefined
  },
  'admin ': ({ op, identity: { id } }) => {
    if (op === 'add')
      return verdict(
        'grant',
        'critical',
        `the account of ${id} is an administrator: it may see and change every account, and end every session`,
      )
    return verdict('revoke', 'high', `the account of ${id} is no administrator by this file any more`)
  },
  'organization ': ({ op }) =>
    verdict(
      'operational',
      'low',
      op === 'add'
        ? 'people can say that they belong to it, and see its ways to sign in'
        : 'people can no longer say that they belong to it: its sources are offered on the first page, unless another one has them',
    ),
}

const atOnce = 'it holds at once, for those who are signed in too'

function addedSource(source: SourceConfig, { permissions }: Config): Verdict {
  if (!source.enabled)
    return verdict(
      'grant',
      'low',
      `it is closed: nobody may sign in by it yet`,
      `once it is opened, ${whoOf(source)} may`,
    )
  return verdict(
    'grant',
    isOpen(source) ? 'critical' : 'high',
    `${whoOf(source)} may sign in${isOpen(source) ? ': "allow" is not set' : ''}`,
    registrationOf(source, permissions),
    registersStrangers(source) ? 'nobody has to be known here for that' : '',
    source.sync?.users ? 'accounts are made and disabled by its directory as well' : '',
  )
}

function removedSource(source: SourceConfig, { base }: Sides): Verdict {
  const rulers = base.config.admins.filter(admin => admin.source === source.id)
  return verdict(
    'revoke',
    rulers.length > 0 ? 'high' : 'medium',
    `nobody signs in by ${quote(source.name)} any more, and whoever did is signed out; accounts are kept`,
    source.sync?.users ? 'accounts no longer follow its directory' : '',
    rulers.length > 0 ? `${rulers.length} of the administrators of this file came from there` : '',
  )
}

const moved = ({ op, before }: Difference, sentence: string): Verdict | undefined =>
  op === 'move'
    ? verdict('operational', 'low', `renamed from ${String(before)} by an entry of "moved": ${sentence}`)
    : undefined

/** Where an app is told who somebody is. */
function toldTo(options: Readonly<Record<string, unknown>>): string[] {
  const addresses = ['redirectUris', 'acsUrl', 'hosts', 'url'].flatMap(key => options[key] ?? []).map(String)
  return addresses.length === 0 ? [] : [`who somebody is, is told to ${oneOf(addresses)}`]
}

function given({ groups, permission, baseDir }: Grant, { permissions }: Config): string {
  const gifts = [
    ...(groups.length > 0 ? [`the groups ${groups.join(', ')}`] : []),
    ...(permission > 0 ? [sumInWords(permission, permissions)] : []),
    ...(baseDir === undefined ? [] : [`base directory ${baseDir}`]),
  ]
  return gifts.length === 0 ? 'nothing' : gifts.join(', ')
}
