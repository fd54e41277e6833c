import { expect, it } from 'vitest'
import { checkFileShape } from './file-shape.ts'
import { parseSource } from './source.ts'

const judged = (path: string, text: string) => checkFileShape([parseSource(path, text)]).map(({ rule, question }) => `${rule}${question ? '?' : ''}`)
const lines = (count: number) => 'x\n'.repeat(count)
const body = (count: number) => `function f() {\n${lines(count - 2)}}`

it('asks about a file past 300 lines and refuses one past 500', () => {
  expect(judged('src/kernel/a.ts', lines(300))).toEqual([])
  expect(judged('src/kernel/a.ts', lines(301))).toEqual(['file-size?'])
  expect(judged('src/kernel/a.ts', lines(500))).toEqual(['file-size?'])
  expect(judged('src/kernel/a.ts', lines(501))).toEqual(['file-size'])
})

it('asks about a function past 60 lines and refuses one past 100, of any form', () => {
  expect(judged('src/kernel/a.ts', body(60))).toEqual([])
  expect(judged('src/kernel/a.ts', body(61))).toEqual(['function-size?'])
  expect(judged('src/kernel/a.ts', body(101))).toEqual(['function-size'])
  expect(judged('src/kernel/a.ts', `const f = () => {\n${lines(99)}}`)).toEqual(['function-size'])
  expect(judged('src/kernel/a.ts', `class A { m() {\n${lines(99)}} }`)).toEqual(['function-size'])
  expect(judged('src/kernel/a.test.ts', body(101))).toEqual([])
})

it('wants kebab-case in every part of a path', () => {
  expect(judged('src/kernel/hub-time.test.ts', '')).toEqual([])
  expect(judged('src/kernel/HubTime.ts', '')).toEqual(['file-name'])
  expect(judged('src/liveRules/hub_time.ts', '')).toEqual(['file-name', 'file-name'])
})
