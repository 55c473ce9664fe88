/**
 * Insertions, deletions, replacements and swaps of neighbours (Damerau, restricted); infinite where it takes more than
 * `most`, which is told soon of nearly all words: one is compared with thousands.
 */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return tooMany
  const [a, b] = withoutEnds(one, other)
  const [ofA, ofB] = [lettersOf(a), lettersOf(b)]
  if (bitsIn(ofA & ~ofB) > most || bitsIn(ofB & ~ofA) > most) return tooMany
  let [before, above, row] = rowsFor(b.length + 2)
  for (let j = 0; j <= Math.min(b.length, most) + 1; j += 1) above[j] = j
  // what is further from the diagonal takes more insertions than that
  const beyond = most + 1
  let leastAbove = 0
  for (let i = 1; i <= a.length; i += 1) {
    let least = i
    const first = Math.max(1, i - most)
    const last = Math.min(b.length, i + most)
    row[first - 1] = first === 1 ? i : beyond
    row[last + 1] = beyond
    for (let j = first; j <= last; j += 1) {
      const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let edits = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && isSwapped(a, i, b, j)) edits = Math.min(edits, at(before, j - 2) + 1)
      row[j] = edits
      if (edits < least) least = edits
    }
    // a swap comes from two rows above
    if (least > most && leastAbove >= most) return tooMany
    ;[before, above, row] = [above, row, before]
    leastAbove = least
  }
  const edits = at(above, b.length)
  return edits > most ? tooMany : edits
}

/** Whether the letters before these places are the same two, the other way round. */
const isSwapped = (a: string, i: number, b: string, j: number): boolean =>
  a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)

type Rows = readonly [Int32Array, Int32Array, Int32Array]

const newRows = (width: number): Rows => [new Int32Array(width), new Int32Array(width), new Int32Array(width)]

/** Of one comparison at a time: to make new ones takes longer than to compare. */
let rows = newRows(64)

function rowsFor(width: number): Rows {
  if (rows[0].length < width) rows = newRows(width)
  return rows
}

/** What both begin and end with alike costs nothing: long names are often alike but for a number. */
function withoutEnds(a: string, b: string): [string, string] {
  const most = Math.min(a.length, b.length)
  let from = 0
  while (from < most && a.charCodeAt(from) === b.charCodeAt(from)) from += 1
  let behind = 0
  while (behind < most - from && a.charCodeAt(a.length - 1 - behind) === b.charCodeAt(b.length - 1 - behind))
    behind += 1
  return [a.slice(from, a.length - behind), b.slice(from, b.length - behind)]
}

const tooMany = Number.POSITIVE_INFINITY
const at = (row: Int32Array, index: number): number => row[index] as number

/** At least so many kinds of letters of one word are nowhere in the other: each takes a mistake of its own. */
export const lacks = (a: string, b: string): number => bitsIn(lettersOf(a) & ~lettersOf(b))

function bitsIn(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count += 1
  return count
}

/** A bit for each of `a` to `z`; what is no such letter shares one with them. */
function lettersOf(word: string): number {
  let bits = 0
  for (let index = 0; index < word.length; index += 1) bits |= 1 << word.charCodeAt(index)
  return bits
}
