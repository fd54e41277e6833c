import type { ComponentChildren } from 'preact'

/**
 * Our own drawings on a 24-unit grid, two units of line. They stand beside words and say nothing
 * of themselves, so they are hidden from screen readers.
 */
type IconProps = { turns?: boolean; children: ComponentChildren }

function Icon({ turns = false, children }: IconProps) {
  return (
    <svg class={turns ? 'icon icon-turns' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  )
}

/** The product's mark: a lit, sloped shade on its foot. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path class="mark-shade" d="M4 15 26 7l2 5L6 20z" />
      <path d="M15 17.5V26M9 27.5h13" stroke="currentColor" stroke-width="3" stroke-linecap="round" fill="none" />
    </svg>
  )
}

export const HandIcon = () => (
  <Icon>
    <path d="M7.5 12.5V6.8a1.4 1.4 0 0 1 2.8 0v4.4M10.3 11V4.9a1.4 1.4 0 0 1 2.8 0V11M13.1 11V6a1.4 1.4 0 0 1 2.8 0v5.6M15.9 9.3a1.4 1.4 0 0 1 2.8 0V14.5c0 3.9-2.4 6.5-6.2 6.5-2.9 0-4.5-1.3-5.9-3.8l-2-3.6a1.35 1.35 0 0 1 2.3-1.4l.6.9" />
  </Icon>
)
export const SoundIcon = () => (
  <Icon>
    <path d="M4 9.5v5h4l5 4v-13l-5 4zM16.5 9a4.2 4.2 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11" />
  </Icon>
)
export const SilentIcon = () => (
  <Icon>
    <path d="M4 9.5v5h4l5 4v-13l-5 4zM17 10l4 4M21 10l-4 4" />
  </Icon>
)
export const HeadphonesIcon = () => (
  <Icon>
    <path d="M4 16v-3a8 8 0 0 1 16 0v3M4 15h3v6H5.5A1.5 1.5 0 0 1 4 19.5zM20 15h-3v6h1.5a1.5 1.5 0 0 0 1.5-1.5z" />
  </Icon>
)
export const SeatIcon = () => (
  <Icon>
    <path d="M7 3v18M7 13h10v8M7 17h10" />
  </Icon>
)
export const RoomIcon = () => (
  <Icon>
    <path d="M5 9.5c0-3.3 3.1-5.5 7-5.5s7 2.2 7 5.5zM12 9.5V20M8 20h8M4 14l1.8-1M20 14l-1.8-1" />
  </Icon>
)
export const VenueIcon = () => (
  <Icon>
    <path d="M4 20V9l8-5 8 5v11M2.5 20h19M10 20v-6h4v6" />
  </Icon>
)
export const ElsewhereIcon = () => (
  <Icon>
    <rect x="7" y="2.5" width="10" height="19" rx="2" />
    <path d="M11 18.5h2" />
  </Icon>
)
export const PeopleIcon = () => (
  <Icon>
    <path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 5a3 3 0 0 1 0 6M18 14.5c2 .8 3 2.8 3 5.5" />
  </Icon>
)
export const CueIcon = () => (
  <Icon>
    <path d="M5 11c0-4 3-7 7-7s7 3 7 7zM12 11v2.5M12 17v3M7 20h10M4 15l2-1M20 15l-2-1" />
  </Icon>
)
export const CheckIcon = () => (
  <Icon>
    <path d="m4 13 5 5L20 6" />
  </Icon>
)
export const LockIcon = () => (
  <Icon>
    <path d="M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4" />
  </Icon>
)
export const QrIcon = () => (
  <Icon>
    <path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v2h-2M14 20h2M19 20h1" />
  </Icon>
)
export const ScreenIcon = () => (
  <Icon>
    <path d="M3 4.5h18v12H3zM12 16.5V20M8 20h8" />
  </Icon>
)
export const CameraIcon = () => (
  <Icon>
    <path d="M3 6.5h12v11H3zM15 10.5l6-3v9l-6-3" />
  </Icon>
)
export const FileIcon = () => (
  <Icon>
    <path d="M4 4h16v16H4zM8 4v16M16 4v16M4 9h4M4 15h4M16 9h4M16 15h4" />
  </Icon>
)
export const BroadcastIcon = () => (
  <Icon>
    <path d="M12 13v8M9 16a4.5 4.5 0 1 1 6 0M7 19.5a8.5 8.5 0 1 1 10 0" />
    <circle class="solid" cx="12" cy="12.5" r="1.5" />
  </Icon>
)
export const MicIcon = () => (
  <Icon>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M9 21h6" />
  </Icon>
)
export const StopIcon = () => (
  <Icon>
    <path d="M6.5 6.5h11v11h-11z" />
  </Icon>
)
export const PlayIcon = () => (
  <Icon turns>
    <path d="M7 5l11 7-11 7z" />
  </Icon>
)
export const CopyIcon = () => (
  <Icon>
    <path d="M8 8h12v12H8zM16 8V4H4v12h4" />
  </Icon>
)
export const EditIcon = () => (
  <Icon turns>
    <path d="M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5" />
  </Icon>
)
export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6 6 18" />
  </Icon>
)
export const BackIcon = () => (
  <Icon turns>
    <path d="M20 12H5M11 6l-6 6 6 6" />
  </Icon>
)
export const KeyIcon = () => (
  <Icon turns>
    <path d="M12.5 11.5 20 4M17 7l2.5 2.5M8.5 20a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z" />
  </Icon>
)
export const NextIcon = () => (
  <Icon turns>
    <path d="m5 5 9 7-9 7zM18 5v14" />
  </Icon>
)
export const HoldIcon = () => (
  <Icon>
    <path d="M8 5v14M16 5v14" />
  </Icon>
)
export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
)
export const UpIcon = () => (
  <Icon>
    <path d="M6 15l6-6 6 6" />
  </Icon>
)
export const DownIcon = () => (
  <Icon>
    <path d="M6 9l6 6 6-6" />
  </Icon>
)
export const TimerIcon = () => (
  <Icon>
    <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2" />
  </Icon>
)
export const MusicIcon = () => (
  <Icon>
    <path d="M9 18V5l11-2v13M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM20 16a3 3 0 1 1-6 0 3 3 0 0 1 6 0z" />
  </Icon>
)
export const PollIcon = () => (
  <Icon>
    <path d="M5 20V11M12 20V4M19 20v-6" />
  </Icon>
)
export const QuestionIcon = () => (
  <Icon turns>
    <path d="M4 5h16v11H11l-5 4v-4H4zM9.5 9a2.5 2.5 0 0 1 5 .2c0 1.5-2.5 1.6-2.5 3" />
  </Icon>
)
export const HandOverIcon = () => (
  <Icon turns>
    <path d="M3 6h8v12H3zM14 12h7M18 9l3 3-3 3" />
  </Icon>
)

export const SaveIcon = () => (
  <Icon>
    <path d="M12 3v12M7 11l5 5 5-5M4 20h16" />
  </Icon>
)

export const PrintIcon = () => (
  <Icon>
    <path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z" />
  </Icon>
)
export const AskIcon = () => (
  <Icon>
    <path d="M4 5h16v11H11l-4 4v-4H4zM9.8 9a2.2 2.2 0 1 1 3 2c-.6.3-.8.6-.8 1.2M12 13.9v.1" />
  </Icon>
)
export const PassIcon = () => (
  <Icon>
    <path d="M12 4v10M7.5 10 12 14.5 16.5 10M5 19.5h14" />
  </Icon>
)
