import { isRandomKey, isRandomName } from '../secret-form.ts'
import { matched } from './matched.ts'

/**
 * What stands behind a key: `prose` that people see, a `word` or a list of them, a `group` of other keys, `either` of these
 * two, or a `secret`, which is what a key is as soon as it is one anywhere.
 */
export type Behind = 'secret' | 'prose' | 'word' | 'either' | 'group'

/** Undefined for what is no key of the language: nobody knows what is behind it. */
export type Known = (word: string) => Behind | undefined

const word = '[A-Za-z][\\w.-]*|\\p{Script=Han}+'
const opening = '["\'“‘]?'
const closing = '["\'”’]?'
/** A sign that makes a key of any word: more is behind it, or nothing. */
const sign = '\\s{0,8}[:=：](?=[\\s"\'“‘{\\[｛&*|>]|$)'

/** Also a dash that has lost the space behind it, at the beginning of a line. */
export const signs =
  /(?:[-–—](?<=^\s*[-–—])(?=[A-Za-z])|[\s{}[\]()｛｝（）,，]|[-–—?](?=\s|$)|[*&|!]+(?=\s|$)|---$|\.\.\.$)*/y
export const toBrace = /[^}｝]*[}｝]?/y

/** `env: NAME` and `file: ./path`, with or without the braces around them. */
const reference = `["']?(?:env["']?\\s{0,8}[:：]\\s{0,8}["'“]?[A-Z][A-Z0-9_]*|file["']?\\s{0,8}[:：]\\s{0,8}["'“]?[./~][^\\s,}｝\\]"'”#]*)${closing}`
export const oneReference = new RegExp(`${reference}(?=\\s*(?:[,，}｝\\]]|$|\\s#))`, 'yu')
/** A line that is nothing else. */
export const onlyReference = new RegExp(`^\\s*(?:-\\s+)?[{｛]?\\s*${reference}[\\s,}｝\\]]*$`, 'u')

/** A reference to what may be the secret itself: nobody calls a variable or a file so. */
export const namesRandom = (reference: string): boolean =>
  (reference.match(/[\w~./+=-]{8,}/g) ?? []).some(name => isRandomName(name))

const anyKey = new RegExp(`${opening}(${word})${closing}${sign}\\s*`, 'yu')
/** Of a word that is known a sign is enough, or none before a word that has none. */
const namedKey = new RegExp(
  `${opening}(${word})${closing}(?:\\s{0,8}[:=：]\\s*|\\s+(?=(?:[^\\s:=：,，}｝\\]]|://)+(?:[\\s,，}｝\\]]|$))|$)`,
  'yu',
)
/** Not between the braces of what is covered. */
const keyBehind = new RegExp(`(?<=[\\s,，])(?<![{｛[]\\s{0,32})${opening}(${word})${closing}${sign}`, 'gu')

export function keyAt(
  line: string,
  at: number,
  known: Known,
): { end: number; behind: Behind | undefined } | undefined {
  const named = matched(namedKey, line, at)
  const behind = named?.[1] === undefined ? undefined : known(named[1])
  if (named && behind !== undefined) return { end: at + named[0].length, behind }
  const any = matched(anyKey, line, at)
  if (isRandomKey(any?.[1] ?? '')) return undefined
  return any && { end: at + any[0].length, behind: undefined }
}

/** Where the next key is that is known, or the end of the line. */
export function nextKeyIn(line: string, known: Known): (from: number) => number {
  let comment: number | undefined
  const commentBehind = (from: number): number => {
    // asked about for every part of a line, and mostly the same
    if (comment === undefined || comment < from) {
      const found = line.slice(from).search(/(?<=\s)#/)
      comment = found === -1 ? line.length : from + found
    }
    return comment
  }
  return from => {
    // what looks like a comment may be the rest of a secret
    const end = commentBehind(from)
    keyBehind.lastIndex = from
    for (let found = keyBehind.exec(line); found && found.index < end; found = keyBehind.exec(line))
      if (known(found[1] ?? '') !== undefined) return found.index
    return line.length
  }
}
