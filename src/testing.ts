/**
 * The suite that every source type passes, ours and theirs; import it as `sso-kit/testing` in a vitest file.
 *
 * ```ts
 * testPlugin(plugin, {
 *   options: { clientId: 'app', clientSecret: 'a secret' },
 *   replies: { 'POST https://vendor.example/token': { access_token: 't' }, … },
 *   callback: { code: 'abc' },
 * })
 * ```
 *
 * A plugin with a folder of its own adds `testManifest(plugin, import.meta.dirname)`.
 *
 * @module
 */
import { describe } from 'vitest'
import type { AnyPlugin } from './plugins.ts'
import { describeConsole } from './testing/console.ts'
import { describeInApp } from './testing/in-app.ts'
import { describeManifest } from './testing/manifest.ts'
import { describeOptions } from './testing/options.ts'
import { describePassword } from './testing/password.ts'
import { describeRedirect } from './testing/redirect.ts'
import { type Rehearsal, rehearse } from './testing/rehearsal.ts'
import { describeSignIn } from './testing/sign-in.ts'

export type { Rehearsal } from './testing/rehearsal.ts'

/** What a type lacks is not run; what it has is run whole. */
export function testPlugin(plugin: unknown, rehearsal: Rehearsal): void {
  const tested = plugin as AnyPlugin
  describe('keeps the contract of a source type', () => {
    describeOptions(tested)
    describeConsole(tested, rehearsal)
    const stage = rehearse(tested, rehearsal)
    describeSignIn(tested, stage)
    if (rehearsal.password) describePassword(stage, rehearsal.password)
    else describeRedirect(stage)
    describeInApp(tested, stage)
  })
}

/** The claims about `sso-kit.plugin.json` in the folder of a plugin. */
export function testManifest(plugin: unknown, folder: string): void {
  describe('its manifest', () => describeManifest(plugin as AnyPlugin, folder))
}
