import type { Free, FreeValue } from 'sso-kit/plugin'

/** The options as the strategy's constructor takes them: secrets in plain text, and a copy, since some write into it. */
export const revealed = (options: Free): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [key, plain(value)]))

function plain(value: FreeValue): unknown {
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(plain)
  return isSecret(value) ? value.reveal() : revealed(value as Free)
}

const isSecret = (value: object): value is { reveal(): string } =>
  'reveal' in value && typeof value.reveal === 'function'
