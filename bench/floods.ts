import { spawnSync } from 'node:child_process'
import { compileAll } from '../src/config/compile.ts'
import { floodsOf, reader } from '../test/config/floods.ts'
import { hardToRead } from '../test/config/hard-to-read.ts'
import { largest } from '../test/config/large.ts'
import { longWords } from '../test/config/long-words.ts'

/**
 * No file keeps `compile` for longer than a second, whatever is wrong with it: each is as large as may be and full of one
 * mistake, or of one piece that a parser is slow at; and so are two of half the size, one laid over the other. Beside it
 * the largest file without a mistake. As in
 * `bench/validate.mjs` the goal is of a machine on which bare Node takes 47 ms; what a figure would be there is beside it.
 */
const goalsBareMs = 47
const goal = 1

async function judge(text: string, ...over: string[]): Promise<number> {
  const begun = performance.now()
  const others = over.map((input, index) => ({ file: `over-${index}.yaml`, input }))
  await compileAll([{ file: 'x.yaml', input: text }, ...others], { reader })
  return (performance.now() - begun) / 1000
}

/** What is slow by itself is slow each time; other programs, and code that runs for the first time, are not. */
async function fastest(...texts: [string, ...string[]]): Promise<number> {
  const times = [await judge(...texts), await judge(...texts), await judge(...texts)]
  return Math.min(...times)
}

/** What a bare Node takes here, in milliseconds. */
function bareMs(): number {
  const begun = performance.now()
  spawnSync(process.execPath, ['-e', '0'])
  return performance.now() - begun
}

await judge(largest)
const without = await fastest(largest)
// the machine may become slower and faster meanwhile
const bare = [bareMs()]
const taken: [what: string, s: number][] = []
type Texts = () => [string, ...string[]]
const files: [what: string, texts: Texts][] = [
  ...Object.entries(floodsOf(250_000)).map(([what, text]): [string, Texts] => [what, () => [text()]]),
  ...Object.entries(floodsOf(125_000)).map(([what, text]): [string, Texts] => [
    `${what}, twice`,
    () => [text(), text()],
  ]),
  ...Object.entries({ ...hardToRead, ...longWords }).map(([what, text]): [string, Texts] => [
    what,
    () => [text],
  ]),
]
for (const [what, texts] of files) {
  taken.push([what, await fastest(...texts())])
  bare.push(bareMs())
}
const there = goalsBareMs / (bare.sort((a, b) => a - b)[Math.floor(bare.length / 2)] ?? Number.NaN)
taken.sort(([, a], [, b]) => b - a)

const row = (what: string, s: number) =>
  console.log(
    `${what.padEnd(44)}${s.toFixed(2).padStart(6)} s${(s * there).toFixed(2).padStart(8)} s at a bare ${goalsBareMs} ms${(s / without).toFixed(2).padStart(8)}`,
  )
console.log(
  `${taken.length} times 250 kB, each full of one mistake or piece; bare Node ${(goalsBareMs / there).toFixed(0)} ms; the slowest:`,
)
row('the largest without a mistake', without)
for (const [what, s] of taken.slice(0, 10)) row(what, s)
const late = taken.filter(([, s]) => s * there > goal)
console.log(`over ${goal} s at a bare ${goalsBareMs} ms: ${late.length} (goal 0)`)
process.exitCode = late.length > 0 ? 1 : 0
