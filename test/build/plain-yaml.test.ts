import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as asPublished from 'yaml'
import { plainYaml } from '../../build/plain-yaml.mjs'

type Yaml = Pick<typeof asPublished, 'Lexer' | 'Parser'>

let folder: string
let plain: Yaml

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sso-kit-yaml-'))
  const outfile = join(folder, 'yaml.mjs')
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const entry = join(root, 'node_modules/yaml/browser/index.js')
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', plugins: [plainYaml] })
  plain = await import(pathToFileURL(outfile).href)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const files = fileURLToPath(new URL('../config', import.meta.url))
const texts = readdirSync(files, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name))
  .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

/** Ends where an editor may have stopped, and signs that are none there. */
const broken = texts.flatMap(text =>
  [3, 5, 7].flatMap(part => {
    const at = Math.floor(text.length / part)
    return [text.slice(0, at), `${text.slice(0, at)}\t]: - "\n${text.slice(at)}`]
  }),
)

function read({ Lexer, Parser }: Yaml, text: string): string {
  const lexemes = [...new Lexer().lex(text)]
  const parser = new Parser()
  const tokens = lexemes.flatMap(lexeme => [...parser.next(lexeme)])
  return JSON.stringify([lexemes, tokens, [...parser.end()], [...new Parser().parse(text)].length])
}

test('the YAML package reads every text of the tests the same way without its generators', () => {
  expect(Object.getPrototypeOf(plain.Lexer.prototype.lex)).toBe(Function.prototype)
  expect(texts.length).toBeGreaterThan(500)
  for (const text of [...texts, ...broken]) expect(read(plain, text)).toBe(read(asPublished, text))
})

test('after a sign that is none the parser goes on', () => {
  const parser = new plain.Parser()
  expect([...parser.next('\u0002')]).toEqual([])
  expect(() => [...parser.next(undefined as unknown as string)]).toThrow(TypeError)
  expect([...parser.next('\u001f')]).toEqual([])
})
