import type { Language } from '../language.ts'
import { shown } from '../table.ts'
import type { Sheet } from './sheet.ts'

const words = {
  zh: { nothing: '没有需要填写的内容', columns: ['位置', '字段', '填写', '说明'] },
  en: { nothing: 'nothing to enter anywhere', columns: ['place', 'field', 'enter', ''] },
}

/** Every value on a line of its own, so that it can be copied whole; `←` is something to bring back. */
export function pretty(sheets: readonly Sheet[], language: Language): string {
  return sheets.map(sheet => `${section(sheet, language).map(shown).join('\n')}\n`).join('\n')
}

function section({ steps, ...sheet }: Sheet, language: Language): string[] {
  const head = `${sheet.id}   ${kindOf(sheet)}`
  if (steps.length === 0) return [head, `  ${words[language].nothing}`]
  return [
    head,
    ...steps.flatMap(({ place, field, note, ...step }, index) => {
      const number = `${index + 1}.`.padStart(4)
      const value = seenOf(step)
      const below = [value, note === null || value !== null ? note : `← ${note}`]
      return [
        `${number} ${place} › ${field}`,
        ...below.flatMap(line => (line === null ? [] : [`       ${line}`])),
      ]
    }),
  ]
}

/** What people see: where the file does not say the value, something in its place. */
const seenOf = ({ value, missing }: Pick<Sheet['steps'][number], 'value' | 'missing'>): string | null =>
  value ?? missing?.placeholder ?? null

/** As the file says it: what is entered for a source that is switched off opens nothing yet. */
const kindOf = ({ type, enabled }: Pick<Sheet, 'type' | 'enabled'>): string =>
  enabled === false ? `(${type}, enabled: false)` : `(${type})`

export function markdown(sheets: readonly Sheet[], language: Language): string {
  return sheets.map(sheet => chapter(sheet, language)).join('\n')
}

function chapter({ steps, ...sheet }: Sheet, language: Language): string {
  const { nothing, columns } = words[language]
  const head = `## ${sheet.id} ${kindOf(sheet)}`
  if (steps.length === 0) return `${head}\n\n${nothing}\n`
  const rows = steps.map(({ place, field, note, ...step }) => {
    const value = seenOf(step)
    return [cell(place), cell(field), value === null ? '←' : code(value), cell(note ?? '')]
  })
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return `${head}\n\n${[columns, columns.map(() => '---'), ...rows].map(line).join('\n')}\n`
}

/** Text as text: what Markdown or HTML would read as a sign of theirs is written out. */
const cell = (text: string): string =>
  shown(text)
    .replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`)
    .replace(/[\\`*_[\]|~]/g, sign => `\\${sign}`)

const code = (text: string): string => `\`${shown(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``
