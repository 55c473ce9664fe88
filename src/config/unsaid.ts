import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { cover } from '../diagnostics/redact.ts'
import { keys } from '../generated/keys.js'
import { referenceKinds } from './place-name.ts'

interface Text {
  readonly text: string
  /** The same with its secrets covered. */
  readonly masked: string
}

/**
 * The diagnostics without words of the files that frames cover wherever they stand: who reads a text or a shape knows
 * less of what may be a secret. Rules know of plain words that they name.
 */
export function unsaid(diagnostics: readonly Diagnostic[], texts: readonly Text[]): Diagnostic[] {
  const covered = new Set(texts.flatMap(coveredWords))
  if (covered.size === 0) return [...diagnostics]
  const known = new Map<string, boolean>()
  const isSecret = (word: string): boolean => {
    if (!covered.has(word) || Object.hasOwn(keys, word) || referenceKinds.includes(word)) return false
    const before = known.get(word)
    if (before !== undefined) return before
    const is = !texts.some(({ masked }) => masked.includes(word))
    known.set(word, is)
    return is
  }
  const without = (words: string, mayBeOurs: boolean) =>
    words.replace(aWord, word => (isSecret(word) && !(mayBeOurs && isOurs(word)) ? '…' : word))
  const said = (message: string, isKnowing: boolean): string => {
    if (!(message.match(aWord) ?? []).some(isSecret)) return message
    const parts = message.split('"')
    return parts.map((part, index) => without(part, isKnowing || index % 2 === 0)).join('"')
  }
  return diagnostics.map(diagnostic => {
    const { rule, message, help, path, where, label, related } = diagnostic
    const isKnowing = !/^(?:yaml|schema)\//.test(rule)
    return {
      ...diagnostic,
      message: said(message, isKnowing),
      help: said(help, isKnowing),
      path: path.map(segment => (typeof segment === 'string' ? without(segment, false) : segment)),
      where: said(where, false),
      ...(label !== undefined && { label: said(label, isKnowing) }),
      related: related.map(other => ({ ...other, message: said(other.message, isKnowing) })),
    }
  })
}

/** Shorter ones are in too many others. */
const aWord = /[\p{L}\p{N}_]{4,}/gu

function coveredWords({ text, masked }: Text): string[] {
  return [...masked.matchAll(coverRun)].flatMap(
    ({ 0: run, index }) => text.slice(index, index + run.length).match(aWord) ?? [],
  )
}

const coverRun = new RegExp(`${cover}+`, 'g')

/** What a sentence of ours has outside of quotes, and the name of a variable that it proposes. */
const isOurs = (word: string): boolean => /^(?:[A-Za-z]?[a-z]+|[A-Z][A-Z0-9_]*)$/.test(word)
