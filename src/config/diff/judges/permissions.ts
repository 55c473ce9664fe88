import { type PermissionProfile, permissions, sumOf } from '../../../permissions.ts'
import type { Difference, Sides } from '../difference.ts'
import { registersStrangers, sourceOf, sumInWords } from '../people.ts'
import { type Bits, type Judges, type Verdict, verdict } from '../verdict.ts'

/** Permission sums, bit by bit: most bits give, some take away. */
export const permissionSums: Judges = {
  'source autoRegister.permissions': (difference, sides) => {
    const source = sourceOf(sides.head.config, difference.identity.id)
    const found = ofBits(difference, sides)
    if (source === undefined) return found
    const isForAnybody = found.class === 'grant' && registersStrangers(source)
    return {
      ...found,
      level: isForAnybody ? 'critical' : source.autoRegister.enabled ? found.level : 'low',
      explain: [
        ...found.explain,
        'new accounts get this; whoever has one already keeps what they have',
        ...(isForAnybody ? [`anyone who has an account at "${source.name}" can be one of them`] : []),
        ...(source.autoRegister.enabled ? [] : ['none are made now: auto-registration is off here']),
      ],
    }
  },
  'grant permissions': (difference, sides) => {
    const found = ofBits(difference, sides)
    return {
      ...found,
      explain: [...found.explain, 'it holds at once for everybody whom the grant is for, signed in or not'],
    }
  },
}

function ofBits({ before, after }: Difference, { base, head }: Sides): Verdict & { readonly bits: Bits } {
  const [old, now] = [before, after].map(names => (names ?? []) as readonly string[]) as [string[], string[]]
  const profile = head.config.permissions
  const added = now.filter(name => !old.includes(name))
  const removed = old.filter(name => !now.includes(name))
  const kept = now.filter(name => old.includes(name))
  const gives =
    added.some(name => !restricts(name, profile)) ||
    removed.some(name => restricts(name, base.config.permissions))
  const sum = (names: readonly string[], of: PermissionProfile) => sumInWords(sumOf(names, of).sum, of)
  return {
    ...verdict(
      gives ? 'grant' : 'revoke',
      gives ? 'high' : 'medium',
      `before: ${sum(old, base.config.permissions)}`,
      `now: ${sum(now, profile)}`,
      ...added.map(name => `+ ${bitInWords(name, profile)}`),
      ...removed.map(name => `- ${bitInWords(name, base.config.permissions)}`),
    ),
    bits: { added, removed, kept, profile: profile.name },
  }
}

const rowOf = (name: string, profile: PermissionProfile) =>
  permissions.find(one => one.name === name && one.profiles.some(known => known === profile.name))

const restricts = (name: string, profile: PermissionProfile): boolean =>
  rowOf(name, profile)?.direction === 'restricts'

/** What cannot be undone, or writes. */
const destructive: readonly string[] = [
  'remove',
  'move',
  'rename',
  'webdav_manage',
  'ftp_manage',
  'mcp_write',
]

function bitInWords(name: string, profile: PermissionProfile): string {
  const value = sumOf([name], profile).sum
  const meaning = rowOf(name, profile)?.meaning
  const words = [
    `${name} (${value})`,
    ...(meaning === undefined ? [] : [meaning]),
    ...(restricts(name, profile) ? ['restricts: with it people may do less'] : []),
    ...(destructive.includes(name) ? ['can destroy'] : []),
  ]
  return words.join(' – ')
}
