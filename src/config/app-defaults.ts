type Options = Readonly<Record<string, unknown>>

/** The options of an app with those that follow from others or from its id, where the file does not say them. */
export function withAppDefaults(type: string, id: string, options: Options): Options {
  const defaults = Object.hasOwn(byType, type) ? byType[type] : undefined
  return { ...defaults?.(options, id), ...options, ...(type === 'alibaba-cloud' && ofRoles(options)) }
}

const byType: Readonly<Record<string, (options: Options, id: string) => Options>> = {
  oidc: (_, id) => ({ clientId: id }),
  alist: (_, id) => ({ clientId: id }),
  'forward-auth': ({ hosts }) => ({ launchUrl: `https://${(hosts as readonly string[])[0]}` }),
  'alibaba-cloud': ({ sso }) =>
    sso === 'role'
      ? { provider: 'sso-kit', sessionName: '{username}', sessionDuration: '1h' }
      : { userName: '{username}' },
}

/** Roles of the app's own account say so. */
const ofRoles = ({ roles, accountId }: Options): Options =>
  roles === undefined ? {} : { roles: (roles as readonly object[]).map(role => ({ accountId, ...role })) }
