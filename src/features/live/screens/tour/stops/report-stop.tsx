import { Button } from '../../../../../ui/components/button.tsx'
import { StopIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { StepCard } from '../step-card.tsx'
import { TourReport } from '../tour-report.tsx'
import type { Stop, StopProps } from './stop.ts'

/** The second stop: the class ends, and what was measured of it is there at once. */
export const reportStop: Stop = {
  id: 'report', name: m.tour_stop_report, Screen: ReportScreen,
  beside: (model) => (model.figures.value === null ? null : TourReport),
}

function ReportScreen({ model, step, onNext }: StopProps) {
  const isOver = model.figures.value !== null
  return (
    <>
      <StepCard step={step} title={isOver ? m.tour_report_title() : m.tour_end_title()}>
        <p>{isOver ? m.tour_report_why() : m.tour_end_why()}</p>
      </StepCard>
      {isOver ? (
        <Button kind="act" thumb onPress={onNext}>{m.tour_report_next()}</Button>
      ) : (
        <Button kind="flag" thumb icon={<StopIcon />} busy={model.busy.value} onPress={() => void model.end()}>{m.tour_end()}</Button>
      )}
    </>
  )
}
