import { consolePage } from './console-page.ts'
import { errorPage, signInPage } from './vendor-page.ts'
import type { Department, Person, World } from './world.ts'

interface Given {
  /** Milliseconds since 1970. */
  now(): number
  random(bytes: number): Buffer
  /** Default: nobody can be reached. */
  send?: World['send']
}

/**
 * A made-up organisation of some forty people in eight departments, three deep. The people are the same every time;
 * only the clock and the randomness come from outside. Every call gives a world of its own, to be changed at will.
 */
export function createWorld({ now, random, send = unreachable }: Given): World {
  const world: World = {
    organization: { name: '示例科技', domain: 'example.com' },
    departments: departments.map(([id, name, parent]): Department => ({ id, name, parent })),
    people: [...staff.map(employee), ...outsiders.map(outsider)],
    mailbox: (person, domains) => mailbox(world, person, domains),
    now,
    random,
    send,
    consolePage: page => consolePage(world, page),
    signInPage: page => signInPage(world, page),
    errorPage,
  }
  return world
}

function mailbox(
  { organization: { domain: usual } }: World,
  { email }: Person,
  domains: readonly string[] = [],
): { email: string; domain: string } {
  const domain = domains.includes(usual) ? usual : (domains[0] ?? usual)
  const isOfUs = email.endsWith(`@${usual}`)
  return { domain, email: isOfUs ? email.slice(0, -usual.length) + domain : email }
}

const unreachable: World['send'] = async () => Response.error()

/** Ids are decimal because DingTalk's are numbers; 1 is the organisation itself there. */
const departments: [id: string, name: string, parent: string | null][] = [
  ['1001', '研发部', null],
  ['1002', '平台组', '1001'],
  ['1003', '存储小组', '1002'],
  ['1004', '客户端组', '1001'],
  ['1005', '市场部', null],
  ['1006', '品牌/公关组', '1005'],
  ['1007', '财务部', null],
  ['1008', '人力资源部', null],
]

/** The last one joined most recently. Two are called 张伟, four sit in two departments. */
const staff: [id: string, name: string, title: string, ...departments: string[]][] = [
  ['zhaomin', '赵敏', '研发总监', '1001'],
  ['lisi', '李四', '平台组组长', '1002', '1001'],
  ['zhangwei', '张伟', '后端工程师', '1002'],
  ['wangwu', '王五', '后端工程师', '1002'],
  ['chenjing', '陈静', '测试工程师', '1002'],
  ['mlindqvist', 'Maria Lindqvist', 'Site Reliability Engineer', '1002'],
  ['soneill', 'Seán O’Neill', 'Security Engineer', '1002', '1003'],
  ['anyi', '安怡', '存储小组组长', '1003'],
  ['liqiang', '李强', '存储工程师', '1003'],
  ['yoshino', '𠮷野健', '存储工程师', '1003'],
  ['huangli', '黄丽', '存储工程师', '1003'],
  ['dfischer', 'Dirk Fischer', 'Storage Engineer', '1003'],
  ['zhouyu', '周宇', '客户端组组长', '1004'],
  ['wuting', '吴婷', '设计师', '1004', '1006'],
  ['xufei', '徐飞', '移动端工程师', '1004'],
  ['sunlei', '孙磊', '前端工程师', '1004'],
  ['mahui', '马慧', '前端工程师', '1004'],
  ['pnair', 'Priya Nair', 'Frontend Engineer', '1004'],
  ['gaopeng', '高鹏', '移动端工程师', '1004'],
  ['linxiao', '林晓', '市场总监', '1005'],
  ['hejun', '何军', '渠道经理', '1005'],
  ['zhangwei2', '张伟', '客户经理', '1005'],
  ['guoyan', '郭燕', '客户经理', '1005'],
  ['luobin', '罗斌', '客户经理', '1005'],
  ['ddupont', 'Désirée Dupont', 'Partner Manager', '1005'],
  ['liangshu', '梁舒', '品牌经理', '1006'],
  ['songjia', '宋佳', '文案', '1006'],
  ['tanghao', '唐𣇈', '摄影师', '1006'],
  ['xiaolan', '肖岚', '公关经理', '1006', '1008'],
  ['dengchao', '邓超', '财务总监', '1007'],
  ['caoxue', '曹雪', '会计', '1007'],
  ['penglin', '彭琳', '会计', '1007'],
  ['zenghong', '曾红', '出纳', '1007'],
  ['tjohnson', 'T. J. "Tommy" Johnson', 'Controller', '1007'],
  ['fangyuan', '方圆', '人事总监', '1008'],
  ['ouyangna', '欧阳娜', '招聘专员', '1008'],
  ['jiangtao', '蒋涛', '薪酬专员', '1008'],
  ['caimei', '蔡梅', '培训专员', '1008'],
  ['weixin', '韦欣', '实习生', '1008'],
  ['renyi', '任一', '前台', '1008'],
]

const withoutMail = new Set(['gaopeng', 'zenghong', 'renyi'])
const withoutMobile = new Set(['ddupont', 'tanghao', 'renyi'])
/** Job numbers are typed by people: these two have the same, and one has a letter. */
const oddJobNumbers = new Map([
  ['guoyan', 'A0021'],
  ['caimei', 'HR-38'],
])

function employee([id, name, title, ...memberOf]: (typeof staff)[number], index: number): Person {
  return {
    id,
    name,
    email: withoutMail.has(id) ? '' : `${id}@example.com`,
    mobile: withoutMobile.has(id) ? '' : mobile(index),
    title,
    jobNumber: oddJobNumbers.get(id) ?? `A${String(index).padStart(4, '0')}`,
    departments: memberOf,
    member: true,
  }
}

/**
 * They have accounts at the vendors and nothing to do with the organisation, save for the supplier, whom it keeps
 * among its contacts (hence the title). One of them claims an address that is somebody else's.
 */
const outsiders: [id: string, name: string, email: string, title: string][] = [
  ['supplier', '钱供应', 'qian@supplier.example.net', '供应商联系人'],
  ['stranger', '路人甲', 'passer-by@example.net', ''],
  ['ghost', 'Nemo <nobody@nowhere>', '', ''],
  ['impostor', '李四', 'lisi@example.com', ''],
]

function outsider([id, name, email, title]: (typeof outsiders)[number], index: number): Person {
  const after = staff.length + index
  return { id, name, email, mobile: mobile(after), title, jobNumber: '', departments: [], member: false }
}

const mobile = (index: number) => `1380000${String(index + 1).padStart(4, '0')}`
