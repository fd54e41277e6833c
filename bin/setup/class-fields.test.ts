import { expect, it } from 'vitest'
import { guardFields } from './class-fields.js'

it('lets a field that names something begin by a function of its own', () => {
  expect(guardFields('class A { #a = START; b = new Map([[KEY, 1]]); c = 1; #d; e = () => START; f() { return START } }', 'a.js'))
    .toBe('class A { #a = (() => (START))(); b = (() => (new Map([[KEY, 1]])))(); c = 1; #d; e = () => START; f() { return START } }')
})

it('does so for a class within a value, too', () => {
  expect(guardFields('class A { a = make(class { b = KEY }) }', 'a.js')).toBe('class A { a = (() => (make(class { b = (() => (KEY))() })))() }')
})

it('means the same as before, with what the object itself is', () => {
  const before = 'const ONE = 1; return new (class { a = ONE; b = this.a + ONE; #c = { d: this.b, ONE }; get c() { return this.#c } })()'
  const run = (code: string) => (new Function(code) as () => { a: number; b: number; c: unknown })()
  const made = run(guardFields(`export function make() { ${before} }`, 'b.js').replace('export function make() {', '').replace(/\}$/, ''))
  expect([made.a, made.b, made.c]).toEqual([1, 2, { d: 2, ONE: 1 }])
})

it('refuses what no browser of 2021 from Apple knows', () => {
  expect(() => guardFields('class A { static { A.b = 1 } }', 'c.js')).toThrow('c.js: a static block')
})
