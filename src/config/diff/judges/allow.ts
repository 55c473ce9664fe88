import type { SourceConfig } from '../../config.ts'
import { quote } from '../../words.ts'
import type { Difference, Sides } from '../difference.ts'
import { accessInWords, isOpen, oneOf, registrationOf, sourceOf, whoOf } from '../people.ts'
import { type Judges, type Verdict, verdict } from '../verdict.ts'

/** Who may sign in, and who may open an app. That a list is gone and that it is empty look alike and are opposites. */
export const allow: Judges = {
  'source allow': (difference, sides) => ofSource(difference, sides),
  'source allow.*': (difference, sides) => ofSource(difference, sides),
  'app allow': ({ before, after, op }) => {
    if (op !== 'change') return undefined
    const now = accessInWords(after as never)
    if (after === 'everyone')
      return verdict(
        'grant',
        'high',
        `everyone who is signed in may open it; before, only ${accessInWords(before as never)}`,
      )
    return verdict(
      'revoke',
      now === 'nobody' ? 'high' : 'medium',
      `now ${now} may open it; before, everyone who is signed in could`,
    )
  },
  'app allow.*': (difference, { head }) => {
    const app = head.config.apps.find(({ id }) => id === difference.identity.id)
    const who = app ? accessInWords(app.allow) : 'nobody'
    return ofList(difference, `now ${who} may open it`)
  },
}

function ofSource(difference: Difference, { base, head }: Sides): Verdict | undefined {
  const source = sourceOf(head.config, difference.identity.id)
  const before = sourceOf(base.config, difference.identity.id) ?? source
  if (source === undefined || before === undefined) return undefined
  if (difference.keys.length > 1) {
    const found = ofList(difference, `now ${whoOf(source)} may sign in`)
    return found.class === 'revoke' ? { ...found, explain: [...found.explain, untilThen(source)] } : found
  }
  if (difference.op === 'remove') return unlimited(source, head)
  return verdict(
    'revoke',
    whoOf(source).startsWith('nobody') ? 'high' : 'medium',
    `now only ${whoOf(source)} may sign in; before, ${whoOf(before)} could`,
    untilThen(source),
  )
}

function unlimited(source: SourceConfig, { config }: Sides['head']): Verdict {
  const who = whoOf(source)
  return verdict(
    'grant',
    source.enabled || isOpen(source) ? 'critical' : 'high',
    `${who} may sign in: a list that is not there limits nobody`,
    registrationOf(source, config.permissions),
    source.enabled ? '' : 'not yet: the source is closed',
  )
}

/** One list of a limit: its entries are alternatives, and the lists must all be met. */
function ofList({ op, entries, after, before, keys }: Difference, now: string): Verdict {
  const key = keys.at(-1) ?? ''
  if (entries === undefined)
    return op === 'remove'
      ? verdict('grant', 'high', `${quote(key)} is asked of nobody any more: one condition less to meet`, now)
      : verdict('revoke', isEmpty(after) ? 'high' : 'medium', `${quote(key)} has to be met as well`, now)
  if (op === 'add')
    return verdict(
      'grant',
      'high',
      `people with ${key} ${oneOf(entries.map(String))} are let in as well`,
      isEmpty(before) ? 'before, the list was empty and nobody was' : '',
      now,
    )
  return isEmpty(after)
    ? verdict('revoke', 'high', 'the list is empty now, and that means nobody', now)
    : verdict(
        'revoke',
        'medium',
        `people with ${key} ${oneOf(entries.map(String))} alone are no longer let in`,
        now,
      )
}

const isEmpty = (list: unknown): boolean => Array.isArray(list) && list.length === 0

/** The list is asked at a sign-in, and by a run of the directory. */
const untilThen = ({ sync }: SourceConfig): string =>
  sync?.users
    ? 'whoever is signed in stays so until the next run of the directory, which disables them, or until their session ends'
    : 'whoever is signed in stays so until their session ends'
