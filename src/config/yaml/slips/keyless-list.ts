import { root, schemaAt } from '../../schema/schema.ts'
import type { Diagnosis } from './slip.ts'

/** The entries of a list below the keys of a section: the key of the list is gone. */
export const keylessList: Diagnosis = ({ lines, index, text }) => {
  const first = lines[index]
  const isEntry = first !== undefined && /^ *- /.test(first.text)
  const above = lines.slice(0, index).findLast(({ says }) => says)
  if (!isEntry || above?.column !== first.column || /^ *- /.test(above.text)) return []
  const section = lines
    .slice(0, index)
    .findLast(({ column, says }) => says && column === 0 && first.column > 0)
  const name = /^[A-Za-z][\w-]*/.exec(section?.text ?? '')?.[0]
  // a dash that is forgotten in a list
  if (name !== undefined && schemaAt(root, [name])?.items !== undefined) return []
  const missing = ['sources', 'grants', 'apps'].find(list => !new RegExp(`^${list}:`, 'm').test(text))
  const at = first.start + first.column
  return [
    {
      on: [at, at + 1],
      message: 'there is no key above this list',
      label: 'its first entry',
      help: `write the key that it belongs to above it, such as ${missing ?? 'sources'}:`,
      instead: { at: first.start, length: 0, text: `${missing ?? 'sources'}:\n` },
    },
  ]
}
