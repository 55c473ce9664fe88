import type { Change } from '../finding.ts'
import type { Kind, Wide } from './wide-punctuation.ts'

/**
 * YAML's own characters in the place of all of these, or undefined where one of them may be meant otherwise: curly
 * quotes may be a part of the text, a comma of an entry, and how deep a wide space indents is not told. `from` is where the text begins in
 * its file.
 */
export function narrowed(text: string, wide: readonly Wide[], from = 0): Change[] | undefined {
  const changes = wide.map((one): Change | undefined => {
    const at = one.at - from
    const instead =
      one.sure === 'always' && one.parts === undefined
        ? characters[one.kind]({ ...one, at }, text)
        : undefined
    const on = [one.at, one.at + one.length] as const
    return instead === undefined ? undefined : { at: [], on, text: instead }
  })
  const certain = changes.flatMap(change => change ?? [])
  return certain.length > 0 && certain.length === wide.length ? certain : undefined
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

const characters: Readonly<Record<Kind, (wide: Wide, text: string) => string | undefined>> = {
  colon: andSpace(':'),
  comma: andSpace(','),
  dash: andSpace('-'),
  hash: andSpace('#'),
  brace: bracket,
  bracket,
  quote: () => undefined,
  space: ({ at, length }, text) => {
    const isIndentation = /(?:^|\n)[\s-]*$/.test(text.slice(Math.max(0, at - 200), at))
    const narrow = /^\u00A0+$/.test(text.slice(at, at + length))
    return isIndentation && !narrow ? undefined : ' '.repeat(length)
  },
}
