import type { Change } from '../finding.ts'
import type { Kind, Wide } from './wide.ts'

/** Text may have them: what is inside quotes that are not YAML's, and behind a "＃", is for a person to say. */
export const isLeft = (kind: Kind): boolean => kind === 'quote' || kind === 'comment'

interface Judges {
  readonly straysOf: (text: string) => readonly Wide[]
  readonly isYaml: (text: string) => boolean
}

interface Narrowing extends Change {
  readonly on: readonly [start: number, end: number]
}

/** What is inside a pair of brackets is seen when the pair is there; nobody has more of them one in the other. */
const most = 8

/** Each round reads all of the text, and then the parser does: of a longer one, which no hand has typed, that is too much. */
const longest = 64 * 1024

/**
 * YAML's own characters in the place of all of these and of those that come to light by that; or undefined, so that nothing
 * is corrected by half: where one of them may be meant otherwise, and where the whole would be no YAML.
 */
export function narrowed(
  text: string,
  strays: readonly Wide[],
  { straysOf, isYaml }: Judges,
): Change[] | undefined {
  if (text.length > longest) return undefined
  let now = text
  let edits: readonly Narrowing[] = []
  let wrong = structural(strays)
  for (let round = 0; wrong.length > 0; round += 1) {
    const more = narrowings(wrong, now)
    if (more === undefined || round === most) return undefined
    edits = [...edits, ...inOriginal(more, edits)].sort((a, b) => a.on[0] - b.on[0])
    now = made(text, edits)
    wrong = structural(straysOf(now))
  }
  return edits.length > 0 && isYaml(now) ? [...edits] : undefined
}

const structural = (strays: readonly Wide[]): Wide[] => strays.filter(({ kind }) => !isLeft(kind))

function narrowings(wide: readonly Wide[], text: string): Narrowing[] | undefined {
  const changes = wide.flatMap((one): Narrowing[] => {
    const isCertain = one.sure === 'always' && one.unsure === undefined
    const instead = isCertain ? characters[one.kind]?.(one, text) : undefined
    return instead === undefined ? [] : [{ at: [], on: [one.at, one.at + one.length], text: instead }]
  })
  return changes.length === wide.length ? changes.sort((a, b) => a.on[0] - b.on[0]) : undefined
}

/** Places of the text with the edits made → places of the text as it was. Both are in order. */
function inOriginal(changes: readonly Narrowing[], edits: readonly Narrowing[]): Narrowing[] {
  let made = 0
  let longer = 0
  return changes.map(({ on: [from, to], text, ...change }) => {
    for (let edit = edits[made]; edit && edit.on[0] + longer < from; edit = edits[made]) {
      longer += edit.text.length - (edit.on[1] - edit.on[0])
      made += 1
    }
    return { ...change, on: [from - longer, to - longer], text }
  })
}

function made(text: string, edits: readonly Narrowing[]): string {
  let at = 0
  const parts = edits.map(({ on: [from, to], text: instead }) => {
    const part = text.slice(at, from) + instead
    at = to
    return part
  })
  return parts.join('') + text.slice(at)
}

/** The one character and the space that has to follow it. */
const andSpace =
  (character: string) =>
  ({ at, length }: Wide, text: string) =>
    /^(?:\s|$)/.test(text.slice(at + length)) ? character : `${character} `

const bracket = ({ at }: Wide, text: string) =>
  brackets.has(text.charAt(at)) ? halfWidth(text.charAt(at)) : undefined
const brackets = new Set('｛｝［］')
const halfWidth = (character: string) => character.normalize('NFKC')

const characters: Readonly<Partial<Record<Kind, (wide: Wide, text: string) => string | undefined>>> = {
  colon: andSpace(':'),
  comma: andSpace(','),
  dash: andSpace('-'),
  hash: andSpace('#'),
  brace: bracket,
  bracket,
  space: ({ at, length }, text) => {
    const isIndentation = /(?:^|\n)[\s-]*$/.test(text.slice(Math.max(0, at - 200), at))
    const narrow = /^\u00A0+$/.test(text.slice(at, at + length))
    return isIndentation && !narrow ? undefined : ' '.repeat(length)
  },
}
