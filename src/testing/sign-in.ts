import { expect, it } from 'vitest'
import type { AnyPlugin } from '../plugins.ts'
import type { Stage } from './rehearsal.ts'

/** `validate` believes it without opening a source. */
export function describeSignIn({ signIn }: AnyPlugin, stage: Stage): void {
  if (signIn === undefined) return
  it('signs people in the way it says', async () => {
    const { password, redirect } = await stage.open()
    const way = redirect?.post ? 'posted' : password && !redirect ? 'password' : 'redirect'
    expect(way).toBe(signIn)
  })
}
