import type { Path } from '../diagnostics/diagnostic.ts'
import { discreet } from './discreet.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'
import type { Whole } from './overlay.ts'
import { isUnder } from './parts.ts'
import { nameOf } from './shape/context.ts'
import { isRecord } from './typed-lists.ts'
import { count } from './words.ts'

/**
 * A file that `sops` has encrypted is told as that, once: whatever else is found at its values is about what stands in
 * their places. Of nearly every file no more is asked than whether "ENC[" is in its text.
 */
export function withoutCiphertext(
  findings: readonly Finding[],
  layers: readonly ParsedLayer[],
  { locate }: Pick<Whole, 'locate'>,
): readonly Finding[] {
  const encrypted = layers.filter(({ lines }) => lines.text.includes('ENC[')).flatMap(encryptedIn)
  if (encrypted.length === 0) return findings
  const isAboutIt = (finding: Finding): boolean => {
    const { layer, at } = finding.layer ? { layer: finding.layer, at: finding.at } : locate(finding.at)
    const file = encrypted.find(one => one.layer === layer)
    if (file === undefined) return false
    // a key is written as it was
    return isUnder(at, finding.on === 'key' ? [key] : file.parts)
  }
  return [...findings.filter(finding => !isAboutIt(finding)), ...discreet(encrypted.map(told))]
}

interface Encrypted {
  readonly layer: ParsedLayer
  /** Where the values are, and what sops has written beside them. */
  readonly parts: readonly Path[]
  readonly values: readonly Path[]
  readonly whole: boolean
}

const key: Path = ['sops']

function encryptedIn(layer: ParsedLayer): Encrypted[] {
  const { data } = layer.parsed
  const all = ciphertexts(data, [])
  const values = all.filter(([first]) => first !== 'sops')
  const sops = isRecord(data) ? data.sops : undefined
  const whole = isRecord(sops) && 'mac' in sops
  if (!whole && values.length === 0) return []
  return [{ layer, values, whole, parts: whole ? [...values, key] : values }]
}

const ciphertexts = (value: unknown, at: Path): Path[] => {
  if (typeof value === 'string') return /^ENC\[[A-Z0-9_]+,data:/.test(value) ? [at] : []
  if (Array.isArray(value)) return value.flatMap((below, index) => ciphertexts(below, [...at, index]))
  return isRecord(value)
    ? Object.entries(value).flatMap(([name, below]) => ciphertexts(below, [...at, name]))
    : []
}

function told({ layer, values, whole }: Encrypted): Finding {
  const [first = key, ...others] = values
  const more = others.length === 0 ? '' : ` and ${count(others.length, 'more value')}`
  return {
    rule: 'secret/sops-ciphertext',
    severity: 'error',
    layer,
    ...(whole ? { at: key, on: 'key' } : { at: first }),
    message: whole
      ? `this file is encrypted by sops: ${count(values.length, 'value')}`
      : `${nameOf(first)}${more} ${others.length === 0 ? 'is' : 'are'} encrypted by sops`,
    help: `decrypt it first: nothing is decrypted here
better, keep this file clear, with references such as { env: NAME }, and encrypt a file of variables: sops exec-env secrets.env 'sso-kit serve'`,
  }
}
