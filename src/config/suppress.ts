import type { Diagnostic, Severity, Suppressed } from '../diagnostics/diagnostic.ts'
import { lineOf } from '../diagnostics/related.ts'
import { secretForm, withForms } from '../diagnostics/secret-form.ts'
import { isBinding } from './binding.ts'
import type { Comment } from './comments.ts'
import { endOf, type LastDay, lastDayOf, withoutLastDay } from './last-day.ts'
import { meanings } from './rules/meanings.ts'
import { suggest } from './suggest.ts'

/** What the comments of a file are judged by. */
export interface Judge {
  /** The problems of other files that are there for the line of a comment. Absent: of none. */
  readonly brought?: ReadonlyMap<Comment, readonly Diagnostic[]> | undefined
  /** Milliseconds since 1970. Absent: nothing expires. */
  readonly now?: number | undefined
  /** True for a rule that has looked at all of a file: only then a comment for it can be one too many. */
  readonly ran: (rule: string, file: string) => boolean
  /** The names of all rules, for "did you mean". */
  readonly rules: readonly string[]
  /** True for a name that a rule may have. */
  readonly known: (rule: string) => boolean
}

export interface Settled {
  /** What counts, with what is wrong with the comments. */
  readonly open: Diagnostic[]
  readonly suppressed: Diagnostic[]
}

/** `# sso-kit: ignore[rule/id] reason (until 2027-01-31)`, on the line of a finding or above it, or on that which brings it about. */
export function suppress(
  diagnostics: readonly Diagnostic[],
  comments: readonly Comment[],
  judge: Judge,
): Settled {
  if (comments.length === 0) return { open: [...diagnostics], suppressed: [] }
  const looks = { ...judge, found: foundIn(diagnostics), meaning: meanings(judge.rules) }
  const verdicts = comments.flatMap(comment => verdictsOn(comment, looks))
  const excused = new Map(verdicts.flatMap(({ excuses, by }) => excuses.map(one => [one, by] as const)))
  return {
    open: [...diagnostics.filter(one => !excused.has(one)), ...verdicts.flatMap(({ fault }) => fault ?? [])],
    suppressed: diagnostics.flatMap(one => {
      const suppressed = excused.get(one)
      return suppressed ? [{ ...one, suppressed }] : []
    }),
  }
}

/** What comes of one comment, or of one rule in it. */
interface Verdict {
  readonly excuses: readonly Diagnostic[]
  readonly by: Suppressed
  readonly fault: Diagnostic | undefined
}

/** What all comments of a run are looked at with: there may be as many of them as findings. */
interface Looks extends Judge {
  readonly found: Found
  /** The rule that a misspelt name means. */
  readonly meaning: (name: string) => string | undefined
}

interface Found {
  /** The first finding of a rule. */
  readonly first: ReadonlyMap<string, Diagnostic>
  readonly at: (rule: string, file: string, line: number) => readonly Diagnostic[]
}

function foundIn(diagnostics: readonly Diagnostic[]): Found {
  const first = new Map<string, Diagnostic>()
  const byPlace = new Map<string, Diagnostic[]>()
  const id = (rule: string, file: string, line: number) => `${rule} ${line} ${file}`
  for (const one of diagnostics) {
    const place = id(one.rule, one.file, one.range.start.line)
    const here = byPlace.get(place)
    if (here) here.push(one)
    else byPlace.set(place, [one])
    if (!first.has(one.rule)) first.set(one.rule, one)
  }
  return { first, at: (rule, file, line) => byPlace.get(id(rule, file, line)) ?? [] }
}

function verdictsOn(comment: Comment, looks: Looks): Verdict[] {
  const wish = wishOf(comment, looks.known)
  if (wish === undefined) return []
  const by: Suppressed = { reason: wish.reason, until: wish.last.until ?? null }
  const wrong = (rule: FaultRule, words: Words): Verdict => ({
    excuses: [],
    by,
    fault: faultOf(rule, comment, words),
  })
  if (!comment.isMarked || wish.misspelt)
    return [
      wrong('suppress/unused', { message: 'this comment does nothing', help: asItIsRead(comment, wish) }),
    ]
  if (wish.rules.length === 0)
    return [
      wrong('suppress/unused', { message: 'this comment names no rule', help: asItIsRead(comment, wish) }),
    ]

  const asked = wish.rules.map(rule => {
    const there = looks.brought?.get(comment)?.filter(one => one.rule === rule) ?? []
    const here = [...comment.about.flatMap(line => looks.found.at(rule, comment.file, line)), ...there]
    const excuses = here.filter(one => !isBinding(one))
    const words = excuses.length === 0 ? useless(rule, comment, here.length > 0, looks) : undefined
    return { rule, excuses, words }
  })
  // a rule that excuses something, or may do so, is not to go with the others
  const isWhole = asked.every(({ words }) => words?.remove === true)
  return asked.flatMap(({ rule, excuses, words }): Verdict[] => {
    const [first] = excuses
    if (first === undefined)
      return words
        ? [wrong('suppress/unused', isWhole || asked.length === 1 ? words : amongOthers(words))]
        : []
    const end = endOf(wish.last, looks.now)
    if (end !== undefined) {
      const related = [{ message: 'this counts again', file: first.file, range: first.range }]
      return [wrong('suppress/expired', { ...end, related })]
    }
    return [{ excuses, by, fault: faultOfReason(rule, wish, comment) }]
  })
}

const severities = {
  'suppress/unused': 'warning',
  'suppress/no-reason': 'warning',
  'suppress/expired': 'error',
  'suppress/unread-day': 'warning',
} as const satisfies Record<string, Severity>

type FaultRule = keyof typeof severities

const example = 'write # sso-kit: ignore[rule/name] and a reason'
const mark = 'write "# sso-kit:", with an ASCII colon'

/** What a comment has to begin with that says the same in other words. */
function asItIsRead({ isMarked }: Comment, { rules, named, misspelt }: Wish): string {
  if (rules.length > 0 && isMarked) return 'write "ignore"'
  if (rules.length > 0 && !misspelt) return mark
  return named.length === 0 ? example : example.replace('rule/name', named.join(', '))
}

/** One rule of several in a comment: what the others excuse stays excused. */
const amongOthers = ({ message, help, remove, line }: Useless): Words => ({
  message,
  help: remove
    ? 'take it out of the brackets, and leave the others'
    : line === undefined
      ? help
      : `take it out of the brackets, and put a comment of its own on ${line} or above it, where this was found`,
})

interface Wish {
  /** In brackets behind the word. */
  readonly rules: readonly string[]
  /** Those that there are, with brackets or without. */
  readonly named: readonly string[]
  readonly reason: string
  readonly last: LastDay
  readonly misspelt: boolean
}

function wishOf({ text, shown, isMarked }: Comment, known: Judge['known']): Wish | undefined {
  const word = /^[A-Za-z]+/.exec(text)?.[0] ?? ''
  const [, list] = /^[A-Za-z]+\s*\[([^\]]*)\]/.exec(text) ?? []
  const misspelt = word !== 'ignore'
  const isMeant = misspelt
    ? list !== undefined && suggest(word, ['ignore']) !== undefined
    : isMarked || list !== undefined
  const named = namedIn(text).filter(known)
  // anything else is for people
  if (!isMeant && named.length === 0) return undefined
  return {
    rules: [...new Set((list ?? '').split(',').map(rule => rule.trim()))].filter(rule => rule !== ''),
    named,
    reason: reasonOf(shown),
    last: lastDayOf(text),
    misspelt,
  }
}

/** What other programs say for "ignore", with rules right behind it: no sentence begins so. */
const likeIgnore =
  /^(?:ignore|disable|suppress|skip|allow|except|exclude|exempt|silence|mute|off|nolint|noqa)(?:[-_ ](?:next[-_ ])?line)?[\s:=([]*([a-z0-9-]+\/[a-z0-9-]+(?:,\s*[a-z0-9-]+\/[a-z0-9-]+)*)/i

const namedIn = (text: string): string[] =>
  (likeIgnore.exec(text.slice(0, 1000))?.[1] ?? '').split(',').flatMap(rule => rule.trim() || [])

/** Reports show it, so it is read from what may be shown. */
function reasonOf(shown: string): string {
  const plain = withoutLastDay(shown)
    .replace(/^[A-Za-z]*\s*(?:\[[^\]]*\])?\s*/, '')
    .slice(0, 500)
  return withForms(plain, () => '‹redacted›')
    .replace(/[A-Za-z0-9+/_=-]{32,}/g, word => (secretForm(word) === undefined ? word : '‹redacted›'))
    .replace(/((?:secret|passw|token|credential|key)\w*["']?\s*[:=]\s*)\S.*/i, '$1‹redacted›')
}

interface Words {
  readonly message: string
  readonly help: string
  readonly related?: Diagnostic['related']
}

interface Useless extends Words {
  /** Nothing of the kind is anywhere. */
  readonly remove?: true
  /** Where there is something of the kind. */
  readonly line?: string
}

function faultOf(rule: FaultRule, { file, range }: Comment, words: Words): Diagnostic {
  const severity = severities[rule]
  return { rule, severity, file, path: [], where: '', range, related: [], ...words }
}

/** What is wrong with a comment that excuses something all the same. */
function faultOfReason(rule: string, { reason, last }: Wish, comment: Comment): Diagnostic | undefined {
  // a dash is none
  if (!/[\p{L}\p{N}]/u.test(reason))
    return faultOf('suppress/no-reason', comment, {
      message: `no reason is given for ignoring ${rule}`,
      help: 'write behind the bracket why this may be so',
    })
  if (last.unread === undefined) return undefined
  return faultOf('suppress/unread-day', comment, {
    message: 'there is a day in this reason, and the exception has no last day',
    help: 'write (until YYYY-MM-DD) at the end, or leave the day out',
  })
}

/** Why a comment that hides nothing should not be there; undefined where that is not certain. */
function useless(
  rule: string,
  { file }: Comment,
  binding: boolean,
  { ran, known, meaning, found }: Looks,
): Useless | undefined {
  if (binding) return { message: `${rule} cannot be ignored`, help: 'correct what it is about' }
  // what has another form may be anything
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(rule) || secretForm(rule) !== undefined)
    return { message: 'what stands in the brackets is no name of a rule', help: example }
  if (!known(rule)) {
    const meant = meaning(rule)
    return {
      message: `there is no rule ${rule}`,
      help: meant === undefined ? 'sso-kit explain lists them' : `did you mean ${meant}?`,
    }
  }
  if (!ran(rule, file)) return undefined
  const message = `there is no ${rule} to ignore here`
  const elsewhere = found.first.get(rule)
  if (elsewhere === undefined) return { message, help: 'remove this comment', remove: true }
  const line = lineOf(elsewhere, file)
  return { message, help: `put it on ${line} or above it, where this was found`, line }
}
