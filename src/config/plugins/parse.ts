import { manifest as loadCheck } from '../../generated/validators.js'
import { isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import type { Fault } from './fault.ts'
import { apiVersion, type Manifest, manifestFile, mostBytes } from './manifest.ts'
import { whyWrong } from './meaning.ts'
import { whyMisshapen } from './shape.ts'

/** Bytes that a stranger wrote → a manifest in which everything is what it has to be, or the first thing that is not. */
export async function parseManifest(
  bytes: Uint8Array,
  entry: string,
): Promise<{ manifest: Manifest } | { fault: Fault }> {
  const shown = quote(entry)
  const fault = (rule: Fault['rule'], message: string, help: string) => ({ fault: { rule, message, help } })
  if (bytes.length > mostBytes)
    return fault(
      'plugin/unreadable',
      `the manifest of plugin ${shown} is larger than ${mostBytes / 1024} KiB`,
      'its author has to shorten it',
    )
  const data = parsed(bytes)
  if (!isRecord(data))
    return fault(
      'plugin/unreadable',
      `the manifest of plugin ${shown} is no JSON object`,
      `its author writes ${manifestFile} with sso-kit plugin manifest`,
    )
  if (typeof data.apiVersion === 'number' && data.apiVersion > apiVersion)
    return fault(
      'plugin/too-new',
      `plugin ${shown} is written for version ${data.apiVersion} of the contract; this sso-kit knows ${apiVersion}`,
      'upgrade sso-kit, or take an older version of the plugin',
    )
  const { manifest: check } = await loadCheck()
  const wrong = whyMisshapen(check, data) ?? whyWrong(data as unknown as Manifest)
  if (wrong === undefined) return { manifest: data as unknown as Manifest }
  return fault(wrong.rule, `in the manifest of plugin ${shown}, ${wrong.message}`, wrong.help)
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
