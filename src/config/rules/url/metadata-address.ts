import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Where a cloud's machine asks for its own credentials, whatever the port: of Alibaba Cloud, AWS, Azure, Google Cloud, Huawei Cloud, Tencent Cloud. */
const places = new Set([
  ...[
    '169.254.169.254',
    '169.254.170.2',
    '[fd00:ec2::254]',
    '[fd20:ce::254]',
    '100.100.100.200',
    '169.254.0.23',
  ],
  ...['metadata.google.internal', 'metadata.tencentyun.com', '[::ffff:a9fe:a9fe]', '[::ffff:6464:64c8]'],
])

/** No vendor is there, and an address that a vendor names would lead the server to what it must tell nobody. */
export const metadataAddress: Rule = ({ root: { outbound } }) =>
  (outbound?.allowPrivate ?? []).flatMap((entry, index) => {
    const address = `http://${entry}`
    if (!URL.canParse(address) || !places.has(new URL(address).hostname.replace(/\.$/, ''))) return []
    return [
      {
        at: ['outbound', 'allowPrivate', index],
        message: `${quote(entry)} is where a cloud gives its machines their credentials, and no vendor is there`,
        help: 'remove the entry; list the host and port of the vendor that is to be called',
      },
    ]
  })
