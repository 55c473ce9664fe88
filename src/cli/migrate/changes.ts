import type { Compiled } from '../../config/compile.ts'
import { redacted } from '../../diagnostics/redact.ts'
import { signsOf } from '../../diagnostics/signs.ts'
import { visibleSign, withoutCommands } from '../../diagnostics/visible.ts'
import { difference } from './difference.ts'

/** What is different in a file. */
export interface Change {
  readonly file: string
  /** For people: a unified diff without the secrets of the file. */
  readonly diff: string
  /** How many lines are other ones, or gone. */
  readonly lines: number
}

type Shown = Pick<Compiled, 'files'>

/** The files that say something else than before, each once. Compared are the texts that may be shown. */
export function changesIn(before: readonly Shown[], after: readonly Shown[]): Change[] {
  const old = new Map(before.flatMap(({ files }) => [...files]))
  const now = new Map(after.flatMap(({ files }) => [...files]))
  return [...now].flatMap(([file, { text }]) => {
    const changed = difference(old.get(file)?.text ?? '', text)
    if (changed === '') return []
    const diff = `--- ${file}\n+++ ${file}\n${changed}`
    return [{ file, diff: shown(diff), lines: changed.match(/^-/gm)?.length ?? 0 }]
  })
}

/** Tabs and the line breaks of Windows stay, so that other programs can use it. */
const shown = (diff: string): string =>
  redacted(diff)
    .split('\n')
    .map(line => {
      const [, text = '', end = ''] = /^(.*?)(\r?)$/s.exec(line) ?? []
      const seen = signsOf(text)
        .map(one => (one === '\t' ? one : visibleSign(one)))
        .join('')
      return `${withoutCommands(seen)}${end}`
    })
    .join('\n')
