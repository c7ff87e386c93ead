import type { ReactNode, SVGProps } from "react";

/** Drawn for a square of 24, stroked with the colour of the text around; always beside a word, so never read out. */
function icon(drawing: ReactNode) {
  // biome-ignore lint/correctness/noComponentHookFactories: called when the module is loaded, never again
  return function Icon(props: SVGProps<SVGSVGElement>) {
    return (
      <svg
        aria-hidden="true"
        fill="none"
        height="1.35em"
        stroke="currentColor"
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth={1.75}
        viewBox="0 0 24 24"
        width="1.35em"
        {...props}
      >
        {drawing}
      </svg>
    );
  };
}

export const HomeIcon = icon(<path d="M4 11.5 12 4l8 7.5M6.5 9.5V20h11V9.5M10 20v-5.5h4V20" />);
export const LibraryIcon = icon(<path d="M5 4v16M9 4v16M5 4h4M5 20h4M13 4.5l3.6-.9 4 15.6-3.6.9z" />);
export const PractiseIcon = icon(<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10" />);
export const ReviewIcon = icon(
  <path d="M4.5 12a7.5 7.5 0 0 1 13-5.1L20 9.5M20 4.5v5h-5M19.5 12a7.5 7.5 0 0 1-13 5.1L4 14.5M4 19.5v-5h5" />,
);
export const ProgressIcon = icon(<path d="M4 19.5h16M6.5 16v-4M12 16V6M17.5 16V9" />);
export const SearchIcon = icon(<path d="M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l4.5 4.5" />);
export const SettingsIcon = icon(
  <path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM9 14.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z" />,
);
export const UploadIcon = icon(<path d="M12 15V4M7.5 8.5 12 4l4.5 4.5M4 15v5h16v-5" />);
export const DocumentIcon = icon(<path d="M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5V8.5H18.5M9 13h6M9 16.5h6" />);
export const CardsIcon = icon(<path d="M4 8.5h12v11H4zM8 8.5V4.5h12v11h-4" />);
export const MapIcon = icon(
  <path d="M6 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM18 9a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM7 16a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM7.9 6.8l8.2 3.5M16.3 12.2 8.8 16.9M6.1 8l.700 8" />,
);
export const QuoteIcon = icon(
  <path d="M5 17c3-1 4-3.5 4-6.5V7H4.5v4.5H9M14.5 17c3-1 4-3.5 4-6.5V7H14v4.5h4.5" />,
);
export const HintIcon = icon(
  <path d="M9.5 18.5h5M10.5 21h3M8.5 15.5c0-2-2.5-3-2.5-6.5a6 6 0 0 1 12 0c0 3.5-2.5 4.5-2.5 6.5z" />,
);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6 6 18" />);
export const ArrowIcon = icon(<path d="M5 12h14M13 6l6 6-6 6" />);
export const BackIcon = icon(<path d="M19 12H5M11 6l-6 6 6 6" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const MinusIcon = icon(<path d="M5 12h14" />);
export const DownloadIcon = icon(<path d="M12 4v11M7.5 10.5 12 15l4.5-4.5M4 15v5h16v-5" />);
export const AlertIcon = icon(<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.01" />);
export const CalendarIcon = icon(<path d="M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V7.5M15.5 3.5V7.5" />);
export const FlameIcon = icon(
  <path d="M12 3.5c.500 3.5 5 5.5 5 10.5a5 5 0 0 1-10 0c0-2 1-3.5 2-4.5.500 1.5 1.2 2 2 2.2-.700-3-.200-6 1-8.2z" />,
);
export const OfflineIcon = icon(
  <path d="M3 4l17 17M5 12.5a10 10 0 0 1 3.5-2.3M12 9.5c2.6 0 5.1 1 7 3M8.5 16a5 5 0 0 1 5-1.2M12 19.5v.01M2 9a14 14 0 0 1 3.5-2.4M10 5.3A14 14 0 0 1 22 9" />,
);
export const PersonIcon = icon(
  <path d="M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c.800-4 3.8-6 7.5-6s6.7 2 7.5 6" />,
);
export const GroupIcon = icon(
  <path d="M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2.5 19.5c.600-3.500 3.200-5 6.500-5s5.900 1.500 6.500 5M16 5.300a3.300 3.300 0 0 1 0 6.400M17.500 14.900c2.300.600 3.700 2.100 4 4.600" />,
);
export const KeyboardIcon = icon(
  <path d="M3 6.5h18v11H3zM6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M8.5 14h7" />,
);
export const LeaveIcon = icon(<path d="M14 4.5H5.5v15H14M10 12h10.5M17 8.500 20.500 12 17 15.500" />);
export const NewIcon = icon(
  <path d="M12 3.500v4M12 16.500v4M3.500 12h4M16.500 12h4M6 6l2.500 2.500M15.500 15.500 18 18M6 18l2.500-2.500M15.500 8.500 18 6" />,
);
