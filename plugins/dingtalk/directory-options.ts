/** What `sync.fields` may read: the fields of `topapi/v2/user/list` and `user/get` that say something about a person. */
export const fields = {
  userid: 'Id of the person in the organisation.',
  unionid: 'Id of the person at DingTalk.',
  name: 'Name.',
  mobile: 'Telephone number; needs the permission for mobile numbers.',
  telephone: 'Extension.',
  email: 'Personal e-mail address; needs the permission for personal data.',
  org_email: 'E-mail address of the organisation.',
  job_number: 'Employee number.',
  title: 'Job title.',
  work_place: 'Place of work.',
  remark: 'Remark.',
  hired_date: 'Day of entry, milliseconds since 1970.',
  manager_userid: 'Id of the direct manager.',
  'extension.*': 'A field of the organisation’s own, by its name in the console: extension.成本中心.',
} as const

/** `dept_id` is a number; anything else is refused with 400002, and only when the directory is read. */
export const departmentIds = {
  pattern: '^[1-9][0-9]{0,14}$',
  form: 'the id of a department, in digits such as "1001"',
} as const

/** What the page 事件订阅 (event subscription) of the console has for either way of pushing. */
export const events = {
  properties: {
    mode: {
      type: 'string',
      enum: ['http', 'stream'],
      default: 'http',
      'x-connects': ['stream'],
      title: 'Way of pushing',
      description:
        'http: DingTalk calls this server, and signs with aesKey and token. stream: this server opens a connection, so that no address has to be public. Default http.',
      'x-impact': 'operational',
    },
    aesKey: {
      'x-secret': true,
      'x-holds': 'encoding-aes-key',
      title: 'Encryption key (aes_key)',
      description:
        'For mode http: the aes_key of the event subscription, 43 letters and digits, as a reference such as { env: DINGTALK_AES_KEY }.',
      'x-impact': 'trust',
    },
    token: {
      'x-secret': true,
      title: 'Signature token (token)',
      description:
        'For mode http: the token of the event subscription, as a reference such as { env: DINGTALK_EVENT_TOKEN }.',
      'x-impact': 'trust',
    },
  },
} as const
