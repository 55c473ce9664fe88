import { milliseconds } from '../../duration.ts'
import { isRecord } from '../../types.ts'
import { oneOf } from '../people.ts'
import { always, type Judges, verdict } from '../verdict.ts'

/** Accounts that follow the directory of a source. */
export const directories: Judges = {
  'source sync': ({ op, after }) =>
    op === 'add'
      ? verdict(
          'sync',
          'high',
          `accounts follow the directory from now on: ${scopeInWords(isRecord(after) ? after.scope : undefined)} is read`,
          'accounts are made, changed and disabled without anybody signing in; whoever leaves the directory is out',
        )
      : verdict(
          'sync',
          'high',
          'accounts no longer follow the directory: whoever leaves it keeps their account here until somebody disables it',
        ),
  'source sync.auto': ({ after }) =>
    after === true
      ? verdict('sync', 'medium', 'the directory is read on a schedule')
      : verdict(
          'sync',
          'high',
          'the directory is no longer read on a schedule: an event that gets lost is never made up for',
        ),
  'source sync.users': ({ after }) =>
    after === true
      ? verdict('sync', 'high', 'accounts are made, changed and disabled by the directory')
      : verdict(
          'sync',
          'high',
          'only departments are read: whoever leaves the directory keeps their account here',
        ),
  'source sync.every': ({ before, after }) =>
    milliseconds(String(after)) > milliseconds(String(before))
      ? verdict(
          'sync',
          'medium',
          `whoever leaves keeps their account for up to ${after}, unless the vendor pushes an event`,
        )
      : verdict('sync', 'low', `the directory is read more often, every ${after}`),
  'source sync.scope': ({ before, after }) => {
    const [old, now] = [departmentsOf(before), departmentsOf(after)]
    const change = `read before: ${scopeInWords(before)}; now: ${scopeInWords(after)}`
    if (now === undefined)
      return verdict(
        'sync',
        'high',
        change,
        'everybody in the directory gets an account here, as far as "allow" lets them in',
      )
    const left = old === undefined || old.some(id => !now.includes(id))
    const more = old !== undefined && now.some(id => !old.includes(id))
    return verdict(
      'sync',
      left || more ? 'high' : 'medium',
      change,
      more ? `people of ${oneOf(now.filter(id => !old?.includes(id)))}, and below, get accounts here` : '',
      left
        ? 'whoever is not in what is read any more is disabled by the next run, as far as its guard lets it'
        : '',
    )
  },
  'source sync.fields': always(
    'sync',
    'medium',
    'accounts get their name, address or attributes from other fields of the directory',
  ),
  'source sync.fields.*': ({ keys, before, after }) =>
    verdict(
      'sync',
      'medium',
      after === undefined
        ? `${keys.at(-1)} is no longer taken from the directory`
        : `${keys.slice(2).join('.')} is taken from the field ${after}${before === undefined ? '' : `, instead of ${before}`}`,
      'conditions and apps that go by it see the other value',
    ),
  'source sync.guard.accounts': guard('accounts'),
  'source sync.guard.percent': guard('percent of the accounts of this source'),
  'source events': ({ op }) =>
    op === 'remove'
      ? verdict(
          'protection',
          'high',
          'the vendor’s events are no longer accepted: a leaver is out with the next scheduled read, and not within seconds',
        )
      : verdict(
          'protection',
          'low',
          'changes that the vendor pushes are accepted: a leaver is out within seconds',
        ),
}

function guard(unit: string): Judges[string] {
  return ({ before, after }) =>
    Number(after) > Number(before)
      ? verdict(
          'protection',
          'high',
          `one run may disable more people before it stops: ${after} ${unit} instead of ${before}`,
        )
      : verdict('protection', 'low', `a run stops earlier, from ${after} ${unit} on`)
}

const departmentsOf = (scope: unknown): readonly string[] | undefined =>
  isRecord(scope) ? (scope.departments as readonly string[]) : undefined

function scopeInWords(scope: unknown): string {
  const departments = departmentsOf(scope)
  if (departments === undefined) return 'the whole directory'
  return departments.length === 1
    ? `department ${departments[0]} and what is below`
    : `${departments.length} departments and what is below them`
}
