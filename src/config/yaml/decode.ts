import type { Finding } from '../finding.ts'

const limit = 256 * 1024

/** More of a file need not be read: it is too large. */
export const mostBytes = limit + 1

export const bytesOf = (input: string | Uint8Array): number =>
  typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength

/**
 * Bytes to text. With a finding there is no text worth reading further. `before` are the bytes of the files that this
 * one is laid over.
 */
export function decode(input: string | Uint8Array, before = 0): { text: string; finding?: Finding } {
  const size = bytesOf(input)
  // said of the first file that is too much
  if (before > limit) return { text: '' }
  if (size > limit) return { text: '', finding: tooLarge }
  if (before + size > limit) return { text: '', finding: tooLargeTogether }
  const other = otherEncoding(typeof input === 'string' ? Buffer.from(input.slice(0, 4)) : input)
  if (other) return { text: '', finding: other }
  // a byte order mark is dropped, as every editor does
  if (typeof input === 'string') return { text: input.replace(/^\uFEFF/, '') }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(input) }
  } catch {
    const text = new TextDecoder('utf-8').decode(input)
    return { text, finding: notUtf8(text) }
  }
}

const tooLarge: Finding = {
  rule: 'yaml/too-large',
  severity: 'error',
  at: [],
  on: [0, 0],
  message: 'the file has more than 256 KiB',
  help: 'check that this is the right file',
}

const tooLargeTogether: Finding = {
  ...tooLarge,
  message: 'with the files before it, this one has more than 256 KiB',
  help: 'an overlay says only what is different: remove what the files before it say',
}

/** What the first bytes are of, as YAML 1.2.2 has it (5.2). Without a mark they are taken for two characters of ASCII. */
const encodings: readonly [marks: RegExp, name: string, help: string][] = [
  [/^(?:fffe0000|0000feff)/, 'UTF-32', 'iconv -f UTF-32 -t UTF-8'],
  [/^(?!00)..000000/, 'UTF-32', 'iconv -f UTF-32LE -t UTF-8'],
  [/^000000(?!00)../, 'UTF-32', 'iconv -f UTF-32BE -t UTF-8'],
  [/^(?:fffe|feff)/, 'UTF-16', 'in PowerShell: Set-Content -Encoding utf8 instead of >'],
  [/^(?:(?!00)..00){2}/, 'UTF-16', 'iconv -f UTF-16LE -t UTF-8'],
  [/^(?:00(?!00)..){2}/, 'UTF-16', 'iconv -f UTF-16BE -t UTF-8'],
]

function otherEncoding(bytes: Uint8Array): Finding | undefined {
  const [first, second] = bytes
  // a file of ours begins with two characters, and with a mark of UTF-8 at most
  if (first !== 0 && second !== 0 && first !== 0xff && first !== 0xfe) return undefined
  const head = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  const [, name, help] = encodings.find(([marks]) => marks.test(head)) ?? []
  if (name === undefined || help === undefined) return undefined
  return {
    rule: 'yaml/encoding',
    severity: 'error',
    at: [],
    on: [0, 0],
    message: `the file is ${name}, not UTF-8`,
    help: `save the file as UTF-8; ${help}`,
  }
}

function notUtf8(text: string): Finding {
  const first = Math.max(text.indexOf('\uFFFD'), 0)
  return {
    rule: 'yaml/encoding',
    severity: 'error',
    at: [],
    on: [first, first + 1],
    message: 'the file is not UTF-8',
    label: 'the first byte that is not UTF-8',
    help: 'save the file as UTF-8; files from Chinese Windows are often GBK: iconv -f GBK -t UTF-8',
  }
}
