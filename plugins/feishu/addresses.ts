export interface Addresses {
  login: string
  api: string
  jsapi: string
}

/** Two clouds with the same interface, and no person or app in common. */
const regions: Readonly<Record<'feishu' | 'lark', Addresses>> = {
  feishu: {
    login: 'https://accounts.feishu.cn',
    api: 'https://open.feishu.cn',
    jsapi: 'https://lf-scm-cn.feishucdn.com/lark/op/h5-js-sdk-1.5.44.js',
  },
  lark: {
    login: 'https://accounts.larksuite.com',
    api: 'https://open.larksuite.com',
    jsapi: 'https://lf-package-sg.larksuitecdn.com/obj/lark-static-sgsaas/lark/op/h5-js-sdk-1.5.44.js',
  },
}

export interface Placed {
  region: 'feishu' | 'lark'
  endpoints: Partial<Addresses>
}

/** Those of the region, but for what the file changes; none ends with a slash. */
export function addressesOf({ region, endpoints }: Placed): Addresses {
  const { login, api, jsapi } = { ...regions[region], ...endpoints }
  const bare = (address: string) => address.replace(/\/$/, '')
  return { login: bare(login), api: bare(api), jsapi }
}
