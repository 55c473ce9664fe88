import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { inputOf } from '../../src/cli/input-of.ts'
import { schema } from '../../src/cli/schema.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { bad, good, validating } from './validating.ts'

afterAll(removeFolders)

const variables = 'CLIENT_SECRET=abc\n'
const folder = () => makeFolder({ 'ok.yaml': good, 'bad.YML': bad, 'prod.env': variables })

describe('a report is never written over what a command reads', () => {
  test.each([
    ['the file itself', ['ok.yaml', '--format', 'json=ok.yaml']],
    ['by another path', ['ok.yaml', '--format', 'sarif=./x/../ok.yaml']],
    ['by a link', ['ok.yaml', '--format', 'junit=report.json']],
    ['a file beside it, in capitals', ['ok.yaml', '--format', 'json=bad.YML']],
    ['what --fix has just corrected', ['ok.yaml', '--fix', '--format', 'concise=ok.yaml']],
    ['the file of variables', ['ok.yaml', '--variables', 'prod.env', '--format', 'json=prod.env']],
    ['a file that is not there yet', ['ok.yaml', '--format', 'json=new.yaml']],
  ])('%s', async (_what, args) => {
    const cwd = folder()
    symlinkSync('ok.yaml', join(cwd, 'report.json'))
    await expect(validating(args, { cwd })).rejects.toThrow(
      /is named as a configuration or its variables are/,
    )
    expect(readFileSync(join(cwd, 'ok.yaml'), 'utf8')).toBe(good)
    expect(readFileSync(join(cwd, 'bad.YML'), 'utf8')).toBe(bad)
    expect(readFileSync(join(cwd, 'prod.env'), 'utf8')).toBe(variables)
  })

  test('also where there is no answer', async () => {
    const cwd = folder()
    symlinkSync('ok.yaml', join(cwd, 'report.json'))
    for (const file of ['report.json', 'ok.yaml'])
      await expect(validating(['nothing.yaml', '--format', `json=${file}`], { cwd })).rejects.toThrow()
    expect(readFileSync(join(cwd, 'ok.yaml'), 'utf8')).toBe(good)
  })

  test('nor is a schema', async () => {
    const cwd = folder()
    const io = { stdout: { write: () => 0 }, stderr: { write: () => 0 }, stdin: none(), cwd, env: {} }
    const asked = schema(['-o', 'ok.yaml'], { ...io, untilStopped: async () => 'SIGINT' as const })
    await expect(asked).rejects.toThrow(/is not written/)
    expect(readFileSync(join(cwd, 'ok.yaml'), 'utf8')).toBe(good)
  })
})

test('a link that leads in a circle matches no pattern, and the others are checked', async () => {
  const cwd = folder()
  symlinkSync('circle.yaml', join(cwd, 'circle.yaml'))
  const { code, stdout } = await validating(['*.yaml'], { cwd })
  expect([code, stdout]).toEqual([0, expect.stringContaining('ok.yaml')])
})

test('what cannot be read is told by every command in the same words', () => {
  const cwd = folder()
  expect(() => inputOf(cwd)).toThrow(/cannot be read \(it is no file\)/)
  expect(() => inputOf(join(cwd, 'nothing.yaml'))).toThrow(/cannot be read \(ENOENT\)/)
})

async function* none(): AsyncIterable<string> {}
