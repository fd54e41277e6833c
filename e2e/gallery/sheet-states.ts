import type { SheetNotes } from '../../src/features/live/screens/sheet/memory.ts'
import type { SheetState } from '../../src/features/live/screens/sheet/model.ts'

/** The door sheet's page in every state. */
export type SheetScene = { readonly state: SheetState; readonly notes: SheetNotes; readonly keeps: boolean }

const view = { code: 'K7M4QX', title: 'Shoulders that stop aching', objective: 'Leave with three moves you can do at your desk.', minutes: 25 }
const notes: SheetNotes = { where: 'Corner Hall, Friday 21 November, 14:00', name: 'Corner Hall', password: 'sit down now', hidden: false }
const address = 'http://192.168.4.1:8080'

/** As much as any class may have on it: two hundred letters of objective, and a network with the longest name and password. */
export const FULL_SHEET: SheetScene = {
  state: { at: 'there', class: { ...view, title: 'Shoulders that stop aching after a day at the desk, on the road or over a workbench, shown slowly and done together'.slice(0, 120), objective: 'Leave with three moves you can do at your desk. '.repeat(5).slice(0, 200) }, address: 'http://192.168.100.100:58080' },
  notes: { where: 'Corner Hall beside the old station, second floor, Friday 21 November 2026, 14:00', name: 'W'.repeat(32), password: 'W'.repeat(63), hidden: true },
  keeps: true,
}

export const sheetScenes: Readonly<Record<string, SheetScene>> = {
  sheet: { state: { at: 'there', class: view, address }, notes, keeps: true },
  'sheet-empty': { state: { at: 'there', class: { ...view, objective: '', minutes: null }, address }, notes: { where: '', name: '', password: '', hidden: false }, keeps: false },
  'sheet-wrong': { state: { at: 'there', class: view, address: null }, notes: { ...notes, password: 'short' }, keeps: false },
  'sheet-full': FULL_SHEET,
  'sheet-refused': { state: { at: 'refused', sentence: null }, notes, keeps: true },
  'sheet-unreachable': { state: { at: 'unreachable' }, notes, keeps: true },
}
