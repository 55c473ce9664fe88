import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { tooManyProblems } from '../../src/config/too-many.ts'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { junit } from '../../src/diagnostics/junit.ts'
import { floods } from './floods.ts'
import { largest, seconds } from './large.ts'

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

describe('a file as large as may be, full of one mistake, takes at most twice as long as one without:', () => {
  let wellMade = 0
  beforeAll(async () => {
    await judge(largest)
    wellMade = await seconds(() => judge(largest))
  })

  test.each(Object.entries(floods))('%s', async (_what, file) => {
    const text = file()
    let found: Diagnostic[] = []
    const taken = await seconds(async () => {
      found = await judge(text)
    })
    // no other limit has spared it
    const limits = found.filter(({ rule }) => rule === 'yaml/too-large')
    expect(limits.filter(({ message }) => message !== tooManyProblems.message)).toEqual([])
    // 1 s on a machine that has nothing else to do
    expect(taken).toBeLessThan(Math.max(1, 2 * wellMade))
  })
})
