import { child, root, type Schema, schemaAt } from '../../schema/schema.ts'
import { fits } from '../../shape/fits.ts'
import { isTypedList, type TypedList } from '../../typed-lists.ts'
import { typeNames } from '../../types.ts'
import { hostEntry } from '../host-keys.ts'
import { noKeyAbove } from './no-key-above.ts'
import { codeOf, entryOf, isEntry, isOpen, keyIn, keysIn } from './place.ts'
import type { Diagnosis, Line } from './slip.ts'

/** `grants:` is gone, and its entries stand below the lines of the section above, which can have none of them. */
export const lostSection: Diagnosis = ({ lines, index }) => {
  const said = lines.filter(({ says }) => says)
  const here = said.findLastIndex(({ start }) => start <= (lines[index]?.start ?? 0))
  const at = said.slice(0, here + 1).findLastIndex(isTop)
  const header = said[at]
  if (header === undefined) return []
  const rest = said.slice(at + 1)
  const end = rest.findIndex(isTop)
  const body = end === -1 ? rest : rest.slice(0, end)
  const from = isOpen(header) ? body.findIndex(isOtherThan(body[0])) : 0
  const first = body[from]
  if (first === undefined) return []
  const block = body.slice(from)
  const own = block.filter(({ column }) => column <= first.column)
  if (own.some(line => line.column < first.column || isEntry(line) !== isEntry(first))) return []
  const names = Object.keys(root.properties ?? {}).filter(name => takes(name, block))
  const there = new Set(said.filter(isTop).map(keyIn))
  const [name, another] = names.filter(name => !there.has(name))
  const above = keyIn(header) ?? ''
  // what the section above may have is told as that, and so are lines that fell out of its last entry
  const isAbove = names.includes(above) || (!isEntry(first) && own.every(isIn(entryIn(above))))
  if (name === undefined || another !== undefined || isAbove) return []
  return [noKeyAbove(block, first, { column: 0, name })]
}

const isTop = (line: Line): boolean => line.column === 0 && !isEntry(line)

/** An entry no deeper than the first key of a map, or a key no deeper than the first entry of a list. */
const isOtherThan =
  (first: Line | undefined) =>
  (line: Line): boolean =>
    first !== undefined && line.column <= first.column && isEntry(line) !== isEntry(first)

/** Whether these may be the lines right below a key of the file. */
function takes(name: string, block: readonly Line[]): boolean {
  const [first] = block
  if (first === undefined) return false
  if (!isEntry(first)) {
    const [schema, own] = [schemaAt(root, [name]), block.filter(({ column }) => column === first.column)]
    // one line may be anything that has a number
    return (schema?.propertyNames === undefined || own.length > 1) && own.every(isIn(schema))
  }
  const own = entryOf(block)
  const keys = own.flatMap(keysIn)
  const schema = entryIn(name)
  if (keys.length === 0 || schema?.required?.every(key => keys.includes(key)) !== true) return false
  return isTypedList(name) ? areTyped(name, block) : own.every(isIn(schema))
}

const entryIn = (list: string): Schema | undefined => hostEntry(list) ?? schemaAt(root, [list, 0])

/** Whether a map may have the keys of a line, with the value that is there. */
const isIn = (schema: Schema | undefined) => {
  const names = new RegExp(schema?.propertyNames?.pattern ?? '', 'u')
  return (line: Line): boolean => {
    const keys = keysIn(line)
    const value = codeOf(line)
      .slice(`${keyIn(line)}:`.length)
      .trim()
    return (
      keys.length > 0 &&
      keys.every(key => {
        const known = schema && names.test(key) ? child(schema, key) : undefined
        return known !== undefined && (keyIn(line) === undefined || mayBe(value, known))
      })
    )
  }
}

/** Of a text: what begins with a sign of YAML may be anything. */
function mayBe(value: string, schema: Schema): boolean {
  if (schema.type === 'integer') return fits(Number(value || Number.NaN), schema)
  if (schema.type === 'boolean') return /^(?:true|false)$/.test(value)
  return !/^[\w./@]/.test(value) || fits(value, schema)
}

/** Some types are there for both lists, and plugins add sources. */
function areTyped(list: TypedList, block: readonly Line[]): boolean {
  const types = block.flatMap(({ text }) => /^ *(?:- +)?(?:\{.*?\b)?type: +([\w-]+)/.exec(text)?.[1] ?? [])
  const isOf = (other: TypedList, type: string) => typeNames[other].includes(type)
  return list === 'apps'
    ? types.every(type => isOf('apps', type))
    : types.some(type => !isOf('apps', type)) || types.every(type => isOf('sources', type))
}
