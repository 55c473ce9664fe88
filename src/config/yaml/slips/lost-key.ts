import { resolve } from '../../schema/schema.ts'
import { hostKeysAt } from '../host-keys.ts'
import { noKeyAbove } from './no-key-above.ts'
import { contentOf, entryOf, isEntry, isOpen, keyIn, keysIn, type MapAbove, mapsAbove } from './place.ts'
import type { Diagnosis, Line } from './slip.ts'

/** Keys, or the entries of a list, that are deeper than a value which cannot have any: the key above them is gone. */
export const lostKey: Diagnosis = ({ lines, index }) => {
  const said = lines.filter(({ says }) => says)
  // the parser may stop at the end of the line before
  const near = [lines[index], lines.slice(index + 1).find(({ says }) => says)]
  const first = near.find(line => line && isBelowValue(line, said))
  if (first === undefined) return []
  const block = blockOf(first, said)
  const own = isEntry(first) ? entryOf(block) : block.filter(({ column }) => column === first.column)
  const keys = own.flatMap(keysIn)
  // a list of words
  const areWords = isEntry(first) && own.length === 1 && keys.length === 0
  if (!areWords && own.some(line => keysIn(line).length === 0)) return []
  const around = mapsAbove(lines, first)
  const beside = around.find(({ column }) => column === first.column)
  const areOf = (map: MapAbove | undefined, isFree = (_: string) => true) =>
    map && keys.length > 0 && keys.every(key => Object.hasOwn(hostKeysAt(map.path), key) && isFree(key))
  const maps = around.filter(({ column }) => column < first.column)
  const [map] = maps
  // a dash or spaces too many before its own keys
  if (areOf(beside) || areOf(map, key => map?.keys.has(key) === false)) return []
  const [found, another] =
    maps
      .map(map => namesFor(keys, isEntry(first), map).map(name => ({ name, map })))
      .find(names => names.length > 0) ?? []
  const isNamed = found !== undefined && another === undefined
  const isOne = own.length < 2 && !areWords
  // one line fell out of its neighbours rather than out of a map further up
  if (isOne && found !== undefined && found.map !== maps[0]) return []
  // entries with an id below the keys of a section
  const isStray = beside !== undefined && beside.path.length === 1 && keys.includes('id')
  if (
    !isNamed &&
    !isStray &&
    (maps.length < 2 || isOne || (!areWords && mayBeMoved(keys, first, maps, said)))
  )
    return []
  const column = found?.map.column ?? maps[0]?.column ?? 0
  return [noKeyAbove(block, first, { column, name: isNamed ? found.name : undefined })]
}

/** What is above may as well have fallen out of the lines around it, or these lines out of a map that knows one of their keys. */
function mayBeMoved(
  keys: readonly string[],
  first: Line,
  maps: readonly MapAbove[],
  said: readonly Line[],
): boolean {
  const [before, above] = said.slice(0, said.indexOf(first)).slice(-2)
  if (before === undefined || above === undefined || isEntry(above) || isOpen(before)) return true
  const isKnown = maps.some(({ path }) => keys.some(key => Object.hasOwn(hostKeysAt(path), key)))
  return isKnown || contentOf(before) >= first.column
}

/** Deeper than the line above it, which has a value – and which is not itself what fell out of the block. */
function isBelowValue(line: Line, said: readonly Line[]): boolean {
  const at = said.indexOf(line)
  const [before, above] = [said[at - 2], said[at - 1]]
  if (above === undefined || isOpen(above)) return false
  // in the column of the "-" of a list that has ended
  if (isEntry(above) && !isEntry(line) && line.column === above.column) return true
  // in the column of a key
  if (!isEntry(above) && isEntry(line) && line.column === above.column && line.column > 0) return true
  if (line.column <= contentOf(above)) return false
  return (
    (isEntry(above) || keyIn(above) !== undefined) &&
    !(before && isOpen(before) && contentOf(before) >= above.column)
  )
}

function blockOf(first: Line, said: readonly Line[]): Line[] {
  const from = said.slice(said.indexOf(first))
  const end = from.findIndex(({ column }) => column < first.column)
  return end === -1 ? from : from.slice(0, end)
}

/** A form that takes any word says nothing about this one. */
const isOf = (form: string, key: string): boolean => {
  const names = new RegExp(form, 'u')
  return names.test(key) && !names.test('x')
}

/** The keys of that map that are not there, and take all of these. */
function namesFor(keys: readonly string[], isList: boolean, { path, keys: there }: MapAbove): string[] {
  if (keys.length === 0) return []
  return Object.entries(hostKeysAt(path)).flatMap(([name, schema]) => {
    const items = isList ? schema.items && resolve(schema.items) : resolve(schema)
    const known = isList && path.length === 0 ? hostKeysAt([name, 0]) : (items?.properties ?? {})
    const form = items?.propertyNames?.pattern
    const isOwn = (key: string) => Object.hasOwn(known, key) || (form !== undefined && isOf(form, key))
    const isTyped = name === 'sources' || name === 'apps'
    const isFit = isTyped ? isList && keys.includes('type') : keys.every(isOwn)
    return isFit && !there.has(name) && (path.length > 0 || isList === (schema.items !== undefined))
      ? [name]
      : []
  })
}
