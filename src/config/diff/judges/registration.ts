import { posix } from 'node:path'
import { gift, registersStrangers, sourceOf, whoOf } from '../people.ts'
import { always, type Judges, verdict } from '../verdict.ts'

/** What an account is that is made at a first sign-in. What it says holds for new accounts alone. */
export const registration: Judges = {
  'source autoRegister.enabled': ({ after, identity }, { head }) => {
    const source = sourceOf(head.config, identity.id)
    if (source === undefined) return undefined
    if (after !== true)
      return verdict(
        'revoke',
        'medium',
        'nobody new gets an account by signing in; accounts that there are stay',
      )
    return verdict(
      'grant',
      registersStrangers(source) ? 'critical' : 'high',
      `${whoOf(source)} can get an account${registersStrangers(source) ? ': "allow" is not set' : ''}`,
      `they would get ${gift(source.autoRegister, head.config.permissions)}`,
    )
  },
  'source autoRegister.baseDir': ({ before, after, identity }, { head }) => {
    const source = sourceOf(head.config, identity.id)
    const found = towards(String(before), String(after), 'new accounts see')
    const isForAnybody = source !== undefined && registersStrangers(source) && found.class === 'grant'
    return {
      ...found,
      level: isForAnybody ? 'critical' : found.level,
      explain: [...found.explain, 'whoever has an account already keeps their folder'],
    }
  },
  'source autoRegister.role': ({ after }) =>
    after === 'guest'
      ? verdict('revoke', 'medium', 'new accounts are guests')
      : verdict('grant', 'high', `new accounts have the role ${after}, and are guests no longer`),
  'source autoRegister.onNameCollision': always(
    'operational',
    'low',
    'what happens when the name of a new account is taken already is another thing',
  ),
  'grant baseDir': ({ before, after }) => {
    if (after === undefined || before === undefined)
      return verdict(
        'grant',
        'high',
        after === undefined
          ? `these people are no longer confined to ${before}: an earlier grant or their own folder counts`
          : `these people are confined to ${after}, whatever folder their account has`,
        'it holds at once',
      )
    const found = towards(String(before), String(after), 'these people see')
    return { ...found, explain: [...found.explain, 'it holds at once'] }
  },
}

/** Closer to the root is more, below what it was is less, and anything else has to be looked at. */
function towards(before: string, after: string, who: string) {
  const [old, now] = [before, after].map(path => posix.join('/', path, '/')) as [string, string]
  if (old.startsWith(now))
    return verdict('grant', 'high', `${who} ${after}, and with it all around ${before}`)
  if (now.startsWith(old)) return verdict('revoke', 'medium', `${who} only ${after}, a part of ${before}`)
  return verdict('review', 'medium', `${who} ${after}, another folder than ${before}`)
}
