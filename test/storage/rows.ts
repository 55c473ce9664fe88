/** An account and its sessions, as plain as they can be. */
export const account = {
  id: 'x',
  username: 'x',
  usernameKey: 'x',
  displayName: null,
  email: null,
  phone: null,
  role: 'general' as const,
  givenPermission: 0,
  givenBaseDir: '/',
  disabled: false,
  createdAt: 1,
  lastSignInAt: null,
}

export const session = (name: string) => ({
  id: `id ${name}`,
  hash: name,
  accountId: 'x',
  source: 'local',
  createdAt: name === 'a' ? 1 : 2,
  provedAt: 1,
  seenAt: 1,
  endsAt: 100,
  address: '',
  userAgent: '',
})
