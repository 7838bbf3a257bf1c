import { type ReactNode, useId, useRef, useState } from 'react';
import { Part } from '../ui/load-failed.js';
import classes from './shell.module.css';

interface SheetProps {
  /** Accessible name of the sheet. */
  label: string;
  /** From the bottom edge, as on phones, instead of below the top bar. */
  bottom?: boolean;
  /** The button that opens it, given what it needs for that. */
  button: (opens: {
    popoverTarget: string;
    'aria-haspopup': 'dialog';
    'aria-expanded': boolean;
  }) => ReactNode;
  /** Made only while it is open, so that its code is fetched only then. */
  children: (close: () => void) => ReactNode;
}

/** A small sheet over the page, on the browser's own popover. */
export function Sheet({ label, bottom = false, button, children }: SheetProps) {
  const id = useId();
  const sheet = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      {button({ popoverTarget: id, 'aria-haspopup': 'dialog', 'aria-expanded': isOpen })}
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={classes.sheet}
        data-bottom={bottom || undefined}
        onToggle={(event) => setIsOpen(event.newState === 'open')}
      >
        {isOpen && <Part name={id}>{children(() => sheet.current?.hidePopover())}</Part>}
      </div>
    </>
  );
}
