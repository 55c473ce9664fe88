import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { tooManyProblems } from '../../src/config/too-many.ts'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { junit } from '../../src/diagnostics/junit.ts'
import { floods, room } from './floods.ts'
import { head, lines, link, seconds, source } from './large.ts'

/** As `validate` does it, with the format that has most to draw. */
async function judge(text: string) {
  const { diagnostics, files } = await compile(text, { file: 'x.yaml' })
  const [file] = files.values()
  junit(
    [{ path: 'x.yaml', sha256: '', configVersion: 1, diagnostics, text: file?.text ?? '', ran: [] }],
    'error',
  )
  return diagnostics
}

/** As large, and no mistake in it. */
const plain = `${head}sources:\n${lines(250, source)}apps:\n${lines(500, link)}`

describe('a large file full of one mistake takes at most three times as long as one without:', () => {
  let wellMade = 0
  beforeAll(async () => {
    expect(plain.length).toBeGreaterThan(0.9 * room)
    expect(plain.length).toBeLessThan(room)
    await judge(plain)
    wellMade = await seconds(() => judge(plain))
  })

  test.each(Object.entries(floods))('%s', async (_what, file) => {
    const text = file()
    // of one as large as may be it is a second or so, on a machine that has nothing else to do
    const most = Math.max(0.35, 3 * wellMade)
    let found: Diagnostic[] = []
    let taken = Number.POSITIVE_INFINITY
    // what is slow by itself is slow each time; other programs, and code that runs for the first time, are not
    for (let tries = 0; tries < 3 && taken >= most; tries += 1)
      taken = await seconds(async () => {
        found = await judge(text)
      })
    // no other limit has spared it
    const limits = found.filter(({ rule }) => rule === 'yaml/too-large')
    expect(limits.filter(({ message }) => message !== tooManyProblems.message)).toEqual([])
    expect(taken).toBeLessThan(most)
  })
})
