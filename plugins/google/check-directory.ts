import { type Host, inManual, type Probe, refusedProbe, SsoError, type Words } from 'sso-kit/plugin'
import { places } from './directory-places.ts'
import { accessTokenOf, scope } from './service-account.ts'
import { usersOf } from './users.ts'

type Given = Parameters<typeof accessTokenOf>[1] & { endpoints: { directory: string } }

/** The directory as a read begins it: a token of the service account, and with it the first page of users. */
export async function* checkDirectory(given: Given, host: Host, signal: AbortSignal): AsyncIterable<Probe> {
  const account = { zh: '服务账号', en: 'service account' }
  const token = accessTokenOf(host, given)
  try {
    await token.get()
  } catch (error) {
    return yield failed(account, error)
  }
  yield { name: account, state: 'good' }

  const users = { zh: '读取用户', en: 'reading users' }
  // one call, made once: whoever runs the test may run it again
  const reading = { signal, call: <T>(work: () => Promise<T>) => work() }
  try {
    for await (const _page of usersOf(host, given.endpoints.directory, token).list(reading)) break
  } catch (error) {
    return yield failed(users, error)
  }
  yield { name: users, state: 'good' }
}

/** Under the console's own name of what is missing, where the code says what that is. */
function failed(step: Words, error: unknown): Probe {
  if (!(error instanceof SsoError) || error.code !== 'source_refused') throw error
  const { vendorCode, retryAfterS, cause } = error
  const code = vendorCode ?? 'serviceAccountKey'
  const missing = byCode.get(code.split(' ')[1] ?? code)
  const advice = typeof cause === 'string' ? /: (.*)$/.exec(cause)?.[1] : undefined
  return refusedProbe(
    missing?.name ?? step,
    { code, advice, isBusy: retryAfterS !== undefined },
    missing?.mend ?? inManual,
  )
}

interface Missing {
  name: Words
  mend: Words
}

const { api, key, delegation, role } = places

const scopeMissing: Missing = {
  name: { zh: `OAuth 范围 ${scope}`, en: `OAuth scope ${scope}` },
  mend: {
    zh: `${delegation.place.zh}：客户端 ID 为服务账号的“唯一 ID”，OAuth 范围为 ${scope}`,
    en: `${delegation.place.en}: Client ID is the Unique ID of the service account, OAuth scopes is ${scope}`,
  },
}
const apiMissing: Missing = {
  name: { zh: 'Admin SDK API', en: 'Admin SDK API' },
  mend: {
    zh: `${api.place.zh} › ${api.field.zh}：Admin SDK API`,
    en: `${api.place.en} › ${api.field.en}: Admin SDK API`,
  },
}

const byCode: ReadonlyMap<string, Missing> = new Map([
  [
    'serviceAccountKey',
    {
      name: { zh: '密钥文件 serviceAccountKey', en: 'key file serviceAccountKey' },
      mend: { zh: key.place.zh, en: key.place.en },
    },
  ],
  [
    'invalid_grant',
    {
      name: { zh: '服务账号与 directoryAdmin', en: 'service account and directoryAdmin' },
      mend: {
        zh: `${key.place.zh}：密钥须仍然有效；directoryAdmin 须是本组织的账号`,
        en: `${key.place.en}: the key has to be there still, and directoryAdmin an account of the organisation`,
      },
    },
  ],
  ['unauthorized_client', scopeMissing],
  ['insufficientPermissions', scopeMissing],
  [
    'forbidden',
    {
      name: { zh: role.field.zh, en: role.field.en },
      mend: {
        zh: `${role.place.zh}：${role.field.zh}，并指派给 directoryAdmin 的账号`,
        en: `${role.place.en}: ${role.field.en}, assigned to the account of directoryAdmin`,
      },
    },
  ],
  ['accessNotConfigured', apiMissing],
  ['SERVICE_DISABLED', apiMissing],
])
