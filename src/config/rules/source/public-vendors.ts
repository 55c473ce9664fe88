/** A vendor where anybody can get an account: the host of its issuer, and below it the paths that are for everybody. */
interface PublicVendor {
  readonly host: string
  /** Absent: whatever the path is. */
  readonly path?: RegExp
  /** Who may come: "every Google account". */
  readonly who: string
}

/** The tenant of personal accounts has an id as well (learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints). */
const forEverybody = /^\/(?:common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)(?:\/|$)/i

/** Their own servers alone: whoever runs a GitLab or a Keycloak says themselves who has an account there. */
const vendors: readonly PublicVendor[] = [
  { host: 'accounts.google.com', who: 'every Google account' },
  { host: 'login.microsoftonline.com', path: forEverybody, who: 'the accounts of every organisation' },
  { host: 'login.live.com', who: 'every Microsoft account' },
  { host: 'github.com', who: 'every GitHub account' },
  { host: 'gitlab.com', who: 'every account of gitlab.com' },
  { host: 'bitbucket.org', who: 'every Bitbucket account' },
  { host: 'codeberg.org', who: 'every account of codeberg.org' },
  { host: 'gitee.com', who: 'every Gitee account' },
  { host: 'appleid.apple.com', who: 'every Apple account' },
  { host: 'facebook.com', who: 'every Facebook account' },
  { host: 'linkedin.com', who: 'every LinkedIn account' },
  { host: 'discord.com', who: 'every Discord account' },
  { host: 'x.com', who: 'every account of X' },
  { host: 'twitter.com', who: 'every account of X' },
  { host: 'id.twitch.tv', who: 'every Twitch account' },
  { host: 'login.yahoo.com', who: 'every Yahoo account' },
  { host: 'access.line.me', who: 'every LINE account' },
  { host: 'kauth.kakao.com', who: 'every Kakao account' },
  { host: 'nid.naver.com', who: 'every Naver account' },
  { host: 'open.weixin.qq.com', who: 'every WeChat account' },
  { host: 'graph.qq.com', who: 'every QQ account' },
]

/** Who may come from an issuer that is known to be for everybody; what is no address may be the host alone. */
export function whoComesFrom(issuer: string): string | undefined {
  const address = [issuer, `https://${issuer}`].find(text => URL.canParse(text) && new URL(text).host !== '')
  if (address === undefined) return undefined
  const { hostname, pathname } = new URL(address)
  const host = hostname.replace(/^www\./, '')
  return vendors.find(vendor => vendor.host === host && (vendor.path?.test(pathname) ?? true))?.who
}
