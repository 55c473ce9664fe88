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
  // a byte order mark is dropped, as every editor does
  if (typeof input === 'string') return { text: input.replace(/^\uFEFF/, '') }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(input) }
  } catch {
    const text = new TextDecoder('utf-8').decode(input)
    return { text, finding: notUtf8(input, text) }
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

function notUtf8(bytes: Uint8Array, text: string): Finding {
  const first = Math.max(text.indexOf('\uFFFD'), 0)
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  return {
    rule: 'yaml/encoding',
    severity: 'error',
    at: [],
    on: [first, first + 1],
    message: utf16 ? 'the file is UTF-16, not UTF-8' : 'the file is not UTF-8',
    label: utf16 ? undefined : 'the first byte that is not UTF-8',
    help: utf16
      ? 'save the file as UTF-8; in PowerShell: Set-Content -Encoding utf8 instead of >'
      : 'save the file as UTF-8; files from Chinese Windows are often GBK: iconv -f GBK -t UTF-8',
  }
}
