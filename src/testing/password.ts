import { describe, expect, it } from 'vitest'
import { vouched } from '../accounts/vouched.ts'
import type { Stage } from './rehearsal.ts'

export function describePassword(
  stage: Stage,
  { username, password }: { username: string; password: string },
): void {
  describe('its password sign-in', () => {
    const check = async (name: string, word: string) => (await stage.open()).password?.check(name, word)

    it('knows a person by name and password', async () => {
      const identity = await check(username, password)
      expect(identity && vouched(identity)).toMatchObject({
        issuer: expect.any(String),
        subject: expect.any(String),
      })
    })

    it.each([
      ['a wrong password', username, `${password}x`],
      ['an empty password', username, ''],
      ['a wrong name', `${username}x`, password],
    ])('answers null to %s', async (_what, name, word) => {
      expect(await check(name, word)).toBeNull()
    })

    it('logs no password', () => {
      expect(stage.logged.join('\n')).not.toContain(password)
    })
  })
}
