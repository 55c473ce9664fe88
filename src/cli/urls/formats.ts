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

function section({ id, type, steps }: Sheet, language: Language): string[] {
  const head = `${id}   (${type})`
  if (steps.length === 0) return [head, `  ${words[language].nothing}`]
  return [
    head,
    ...steps.flatMap(({ place, field, value, note }, index) => {
      const number = `${index + 1}.`.padStart(4)
      const below = [value, note === null || value !== null ? note : `← ${note}`]
      return [
        `${number} ${place} › ${field}`,
        ...below.flatMap(line => (line === null ? [] : [`       ${line}`])),
      ]
    }),
  ]
}

export function markdown(sheets: readonly Sheet[], language: Language): string {
  return sheets.map(sheet => chapter(sheet, language)).join('\n')
}

function chapter({ id, type, steps }: Sheet, language: Language): string {
  const { nothing, columns } = words[language]
  if (steps.length === 0) return `## ${id} (${type})\n\n${nothing}\n`
  const rows = steps.map(({ place, field, value, note }) => [
    cell(place),
    cell(field),
    value === null ? '←' : code(value),
    cell(note ?? ''),
  ])
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return `## ${id} (${type})\n\n${[columns, columns.map(() => '---'), ...rows].map(line).join('\n')}\n`
}

/** Text as text: what Markdown or HTML would read as a sign of theirs is written out. */
const cell = (text: string): string =>
  shown(text)
    .replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`)
    .replace(/[\\`*_[\]|~]/g, sign => `\\${sign}`)

const code = (text: string): string => `\`${shown(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``
