import { beforeEach, describe, expect, it } from 'vitest'
import { Receiver } from '../fixtures/receiver.ts'
import { Vendor } from '../fixtures/vendor.ts'

const address = 'https://sso.example.com/events/dingtalk?via=test'
let vendor: Vendor
let receiver: Receiver
beforeEach(() => {
  vendor = new Vendor()
  receiver = new Receiver(vendor)
})

const save = () => vendor.dingtalk.pusher.subscribe(address)
const deliver = () => vendor.dingtalk.pusher.deliver()
const remove = (person = 'lisi') => vendor.order({ do: 'remove', person })
const failedList = () => vendor.ask('/call_back/get_call_back_failed_result')

describe('saving the address', () => {
  it('tests it at once, with keys as the console makes them', async () => {
    expect(await save()).toBe(true)
    expect(receiver.messages).toEqual([{ EventType: 'check_url' }])
    expect(receiver.queries[0]?.get('via')).toBe('test')
    expect(vendor.dingtalk.pusher.keys).toEqual({
      aesKey: expect.stringMatching(/^[0-9A-Za-z]{43}$/),
      token: expect.stringMatching(/^[0-9A-Za-z]{3,32}$/),
    })
  })

  it('uses the keys of the file where it has some', () => {
    const keys = { aesKey: 'a'.repeat(43), token: 'ofTheFile' }
    const events = { aesKey: { reveal: () => keys.aesKey }, token: { reveal: () => keys.token } }
    expect(new Vendor({ events }).dingtalk.pusher.keys).toEqual(keys)
  })

  it.each<[string, Receiver['instead']]>([
    ['is not there', () => Response.error()],
    ['throws', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers in plain text', () => new Response('success')],
    ['answers with a list', () => Response.json([])],
    ['answers with null', () => Response.json(null)],
    ['redirects', () => new Response(null, { status: 302, headers: { location: address } })],
    ['answers rightly with 201', async (_, right) => new Response(await right().text(), { status: 201 })],
    ['signs with something else', async (_, right) => altered(right(), { msg_signature: '0'.repeat(40) })],
    ['signs another timestamp', async (_, right) => altered(right(), { timeStamp: '1' })],
    ['sends nothing encrypted', async (_, right) => altered(right(), { encrypt: '' })],
    [
      'answers after 2501 ms',
      (_, right) => {
        vendor.now += 2501
        return right()
      },
    ],
  ])('refuses one that %s, and sends nothing there', async (_, instead) => {
    receiver.instead = instead
    expect(await save()).toBe(false)
    receiver.instead = (_request, right) => right()
    await remove()
    expect(await deliver()).toBeUndefined()
    expect(receiver.tags).toEqual(['check_url'])
  })

  it('refuses one that opens only what is for another owner', async () => {
    receiver = new Receiver(vendor, 'dingcorp')
    expect(await save()).toBe(false)
  })

  it('takes an answer that comes after 2500 ms', async () => {
    receiver.instead = (_, right) => {
      vendor.now += 2500
      return right()
    }
    expect(await save()).toBe(true)
  })
})

describe('an event', () => {
  beforeEach(async () => {
    await save()
    receiver.messages.length = receiver.queries.length = 0
  })

  it('has the form of family B', async () => {
    await vendor.order({ do: 'rename', person: 'dfischer', name: 'Dirk Fisher' })
    await deliver()
    expect(receiver.messages).toEqual([
      {
        ...{ EventType: 'user_modify_org', EventTime: vendor.now, CorpId: 'dingcorp' },
        ...{ BizId: String(vendor.now), timeStamp: String(vendor.now), userId: ['dfischer'] },
        eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
        diffInfo: { prev: { name: 'Dirk Fischer' }, curr: { name: 'Dirk Fisher' }, userid: 'dfischer' },
      },
    ])
  })

  it('or that of family A', async () => {
    vendor.switches.family = 'A'
    await vendor.order({ do: 'move', person: 'soneill', department: '1004' })
    await vendor.order({ do: 'add-department', name: 'Lab', department: '1004' })
    await deliver()
    expect(receiver.messages).toEqual([
      {
        ...{ CorpId: 'dingcorp', EventType: 'user_modify_org', UserId: ['soneill'] },
        ...{ OptStaffId: 'admin001', TimeStamp: String(vendor.now) },
        diffInfo: [{ prev: {}, curr: {}, userid: 'soneill' }],
      },
      {
        ...{ CorpId: 'dingcorp', EventType: 'org_dept_create', DeptId: [expect.any(Number)] },
        TimeStamp: String(vendor.now),
      },
    ])
  })

  it.each([[['signature']], [['msg_signature']], [['signature', 'msg_signature']]] as const)(
    'is signed as %j',
    async signedAs => {
      vendor.switches.signedAs = signedAs
      await remove()
      await deliver()
      const names = [...(receiver.queries[0]?.keys() ?? [])]
      expect(names).toEqual(['via', ...signedAs, 'timestamp', 'nonce'])
      expect(receiver.tags).toEqual(['user_leave_org'])
    },
  )

  it('comes again after 10 s and after 30 s more, the same, and then goes on the list', async () => {
    receiver.instead = () => new Response('', { status: 503 })
    await remove()
    const start = vendor.now
    expect(await deliver()).toBe(start + 10_000)
    vendor.now = start + 9_999
    expect(await deliver()).toBe(start + 10_000)
    vendor.now = start + 10_000
    expect(await deliver()).toBe(start + 40_000)
    vendor.now = start + 40_000
    expect(await deliver()).toBeUndefined()
    expect(receiver.tags).toEqual(['user_leave_org', 'user_leave_org', 'user_leave_org'])
    expect(new Set(receiver.messages.map(({ eventId }) => eventId)).size).toBe(1)
    expect(new Set(receiver.queries.map(query => query.get('nonce'))).size).toBe(3)

    expect(await failedList()).toMatchObject({ has_more: false, failed_list: [] })
    vendor.now += 180_000
    expect(await failedList()).toMatchObject({
      has_more: false,
      failed_list: [
        {
          ...{ call_back_tag: 'user_leave_org', event_time: start },
          user_leave_org: { corpid: 'dingcorp', userid: ['lisi'] },
        },
      ],
    })
    expect(await failedList()).toMatchObject({ failed_list: [] })
  })

  it('arrives at the second try and is on no list', async () => {
    receiver.instead = () => new Response('', { status: 503 })
    await remove()
    await deliver()
    receiver.instead = (_, right) => right()
    vendor.now += 10_000
    expect(await deliver()).toBeUndefined()
    vendor.now += 600_000
    expect(await failedList()).toMatchObject({ failed_list: [] })
  })

  it('can come twice, and the last one first', async () => {
    vendor.switches.duplicates = true
    vendor.switches.reversed = true
    await remove('lisi')
    await remove('wangwu')
    await deliver()
    expect(receiver.messages.map(({ userId }) => userId)).toEqual([
      ...[['wangwu'], ['wangwu'], ['lisi'], ['lisi']],
    ])
  })

  it('goes out once, even while another delivery is under way', async () => {
    await remove()
    await Promise.all([deliver(), deliver()])
    expect(receiver.tags).toEqual(['user_leave_org'])
  })
})

describe('the list of what did not arrive', () => {
  it('has 200 at a time', async () => {
    await save()
    receiver.instead = () => new Response('', { status: 503 })
    vendor.crowd(201, '1007')
    for (let index = 0; index < 201; index += 1) await remove(`extra${index}`)
    for (const wait of [0, 10_000, 30_000]) {
      vendor.now += wait
      await deliver()
    }
    vendor.now += 180_000
    const [first, second] = [await failedList(), await failedList()]
    expect([first.has_more, second.has_more]).toEqual([true, false])
    expect([first.failed_list, second.failed_list]).toMatchObject([{ length: 200 }, { length: 1 }])
  })
})

describe('register_call_back and its neighbours', () => {
  const keys = { token: 'tokenOfTheCall', aesKey: 'b'.repeat(43) }
  const wanted = {
    ...{ call_back_tag: ['user_leave_org'], token: keys.token, aes_key: keys.aesKey },
    url: 'https://sso.example.com/events/dingtalk',
  }
  const call = (name: string, body?: object) => vendor.ask(`/call_back/${name}`, body)

  it('sign for the organisation, and send only the tags that were named', async () => {
    receiver = new Receiver(vendor, 'dingcorp', keys)
    expect(await call('register_call_back', wanted)).toMatchObject({ errcode: 0 })
    await vendor.order({ do: 'rename', person: 'lisi', name: 'Li Si' })
    await remove()
    await deliver()
    expect(receiver.tags).toEqual(['check_url', 'user_leave_org'])
  })

  it('know one address, which can be changed, read and taken back', async () => {
    receiver = new Receiver(vendor, 'dingcorp', keys)
    expect(await call('get_call_back')).toMatchObject({ errcode: 71007 })
    expect(await call('update_call_back', wanted)).toMatchObject({ errcode: 71007 })
    await call('register_call_back', wanted)
    expect(await call('register_call_back', wanted)).toMatchObject({ errcode: 71006 })
    const changed = { ...wanted, call_back_tag: ['user_add_org'] }
    expect(await call('update_call_back', changed)).toMatchObject({ errcode: 0 })
    expect(await call('get_call_back')).toMatchObject({ errcode: 0, ...changed })
    expect(await call('delete_call_back')).toMatchObject({ errcode: 0 })
    expect(await call('delete_call_back')).toMatchObject({ errcode: 71007 })
  })

  it('refuse an address that fails its test, and keys of another form', async () => {
    vendor.receive = async () => Response.error()
    expect((await call('register_call_back', wanted)).errcode).not.toBe(0)
    expect(await call('get_call_back')).toMatchObject({ errcode: 71007 })
    for (const wrong of [
      { token: 'short' },
      { aes_key: 'b'.repeat(42) },
      { url: 'ftp://x' },
      { call_back_tag: [] },
    ])
      expect(await call('register_call_back', { ...wanted, ...wrong })).toMatchObject({ errcode: 400002 })
  })
})

async function altered(reply: Response, change: object): Promise<Response> {
  return Response.json({ ...(await reply.json()), ...change })
}
