import { compile } from '../src/config/compile.ts'
import { floodsOf, reader } from '../test/config/floods.ts'
import { hardToRead } from '../test/config/hard-to-read.ts'
import { largest } from '../test/config/large.ts'

/**
 * No file keeps `compile` for longer than a second, whatever is wrong with it: each is as large as may be and full of one
 * mistake, or of one piece that a parser is slow at. Beside it the largest file without a mistake; a machine on which that takes long is given twice its time.
 */
async function judge(text: string): Promise<number> {
  const begun = performance.now()
  await compile(text, { file: 'x.yaml', reader })
  return (performance.now() - begun) / 1000
}

/** What is slow by itself is slow each time; other programs, and code that runs for the first time, are not. */
const fastest = async (text: string) => Math.min(await judge(text), await judge(text), await judge(text))

await judge(largest)
const without = await fastest(largest)
const goal = Math.max(1, 2 * without)
const taken: [what: string, s: number][] = []
for (const [what, file] of Object.entries(floodsOf(250_000))) taken.push([what, await fastest(file())])
for (const [what, text] of Object.entries(hardToRead)) taken.push([what, await fastest(text)])
taken.sort(([, a], [, b]) => b - a)

const row = (what: string, s: number) =>
  console.log(`${what.padEnd(44)}${s.toFixed(2).padStart(6)} s${(s / without).toFixed(2).padStart(8)}`)
console.log(`${taken.length} files of 250 kB, each full of one mistake or piece; the slowest:`)
row('the largest without a mistake', without)
for (const [what, s] of taken.slice(0, 10)) row(what, s)
const late = taken.filter(([, s]) => s > goal)
console.log(`over ${goal.toFixed(1)} s: ${late.length} (goal 0)`)
process.exitCode = late.length > 0 ? 1 : 0
