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

/** `# sso-kit: ignore[rule/id] reason (until 2027-01-31)`, on the line of a finding or above it. */
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
  const wish = wishOf(comment)
  if (wish === undefined) return []
  const by: Suppressed = { reason: wish.reason, until: wish.last.until ?? null }
  const wrong = (rule: FaultRule, words: Words): Verdict => ({
    excuses: [],
    by,
    fault: faultOf(rule, comment, words),
  })
  if (!comment.isMarked)
    return [wrong('suppress/unused', { message: 'this comment does nothing', help: mark })]
  if (wish.misspelt)
    return [wrong('suppress/unused', { message: 'this comment does nothing', help: 'write "ignore"' })]
  if (wish.rules.length === 0)
    return [wrong('suppress/unused', { message: 'this comment names no rule', help: example })]

  return wish.rules.flatMap((rule): Verdict[] => {
    const here = looks.found.at(rule, comment.file, comment.about)
    const excuses = here.filter(one => !isBinding(one))
    const [first] = excuses
    if (first === undefined) {
      const words = useless(rule, comment, here.length > 0, looks)
      return words ? [wrong('suppress/unused', words)] : []
    }
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

interface Wish {
  readonly rules: readonly string[]
  readonly reason: string
  readonly last: LastDay
  readonly misspelt: boolean
}

function wishOf({ text, shown }: Comment): Wish | undefined {
  const word = /^[A-Za-z]+/.exec(text)?.[0] ?? ''
  const misspelt = word !== 'ignore'
  if (misspelt && (suggest(word, ['ignore']) === undefined || !/^[A-Za-z]+\s*\[/.test(text))) return undefined
  const [, list = ''] = /^[A-Za-z]+\s*\[([^\]]*)\]/.exec(text) ?? []
  return {
    rules: [...new Set(list.split(',').map(rule => rule.trim()))].filter(rule => rule !== ''),
    reason: reasonOf(shown),
    last: lastDayOf(text),
    misspelt,
  }
}

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

function faultOf(rule: FaultRule, { file, range }: Comment, words: Words): Diagnostic {
  const severity = severities[rule]
  return { rule, severity, file, path: [], where: '', range, related: [], ...words }
}

/** What is wrong with a comment that excuses something all the same. */
function faultOfReason(rule: string, { reason, last }: Wish, comment: Comment): Diagnostic | undefined {
  if (reason === '')
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
): Words | undefined {
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
  const elsewhere = found.first.get(rule)
  return {
    message: `there is no ${rule} to ignore here`,
    help:
      elsewhere === undefined
        ? 'remove this comment'
        : `put it on ${lineOf(elsewhere, file)} or above it, where this was found`,
  }
}
