import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { canary } from './secrets.ts'
import { site } from './slip.ts'

const text = `${site}# clientSecret: ${canary}\n`
const utf16le = (text: string) => Buffer.from(text, 'utf16le')
const utf16be = (text: string) => utf16le(text).swap16()
const utf32le = (text: string) =>
  Buffer.concat(
    [...text].map(character => {
      const unit = Buffer.alloc(4)
      unit.writeUInt32LE(character.codePointAt(0) ?? 0)
      return unit
    }),
  )
const utf32be = (text: string) => utf32le(text).swap32()

async function told(input: string | Uint8Array) {
  const { files, diagnostics } = await compile(input, { file: 'sso.config.yaml' })
  expect(pretty(files, diagnostics)).not.toContain(canary)
  return diagnostics.map(({ rule, message, help }) => [rule, message, help])
}

const powershell = 'in PowerShell: Set-Content -Encoding utf8 instead of >'

test.each([
  ['UTF-16', utf16le(text), 'iconv -f UTF-16LE -t UTF-8'],
  ['UTF-16', utf16be(text), 'iconv -f UTF-16BE -t UTF-8'],
  ['UTF-16', utf16le(`\ufeff${text}`), powershell],
  ['UTF-16', utf16be(`\ufeff${text}`), powershell],
  ['UTF-32', utf32le(text), 'iconv -f UTF-32LE -t UTF-8'],
  ['UTF-32', utf32be(text), 'iconv -f UTF-32BE -t UTF-8'],
  ['UTF-32', utf32le(`\ufeff${text}`), 'iconv -f UTF-32 -t UTF-8'],
  ['UTF-32', utf32be(`\ufeff${text}`), 'iconv -f UTF-32 -t UTF-8'],
  // no byte of it is wrong in UTF-8
  ['UTF-16', utf16le('version: 1\n'), 'iconv -f UTF-16LE -t UTF-8'],
])('%s is told as that, with a mark or without: %j', async (name, bytes, help) => {
  expect(await told(bytes)).toEqual([
    ['yaml/encoding', `the file is ${name}, not UTF-8`, `save the file as UTF-8; ${help}`],
  ])
})

test('a text that was read as UTF-8 before is told the same', async () => {
  expect((await told(utf16le('version: 1\n').toString('utf8'))).map(([rule]) => rule)).toEqual([
    'yaml/encoding',
  ])
})

test.each(['Ov\0', '\0'])('one NUL is called that: %j', async from => {
  const [one, ...others] = await told(site.replace('Ov', from))
  expect(others).toEqual([])
  expect(one?.slice(0, 2)).toEqual(['yaml/bidi-control', 'a NUL (U+0000) is in the file, which no text has'])
})

test('one NUL at the beginning is no encoding', async () => {
  expect((await told(`v\0${site.slice(1)}`)).map(([rule]) => rule)).toEqual(['yaml/bidi-control'])
  expect((await told(`\0${site}`)).map(([rule]) => rule)).toEqual(['yaml/bidi-control'])
})

test('a mark of UTF-8 is nothing to be told', async () => {
  expect(await told(Buffer.from(`\ufeff${site}`))).toEqual([])
})
