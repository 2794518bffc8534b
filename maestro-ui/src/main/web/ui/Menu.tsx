import type { ReactNode } from 'react';
import { Button as AriaButton, Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';

export interface MenuEntry {
  id: string;
  text: string;
  /** Why it cannot be chosen now. */
  why?: string;
  act: () => void;
}

export function Menu({ label, trigger, items, small = false }: { label: string; trigger: ReactNode; items: MenuEntry[]; small?: boolean }) {
  return (
    <MenuTrigger>
      <AriaButton
        aria-label={label}
        className={`inline-flex shrink-0 items-center justify-center rounded-md border border-field/60 bg-page text-ink data-hovered:bg-hover ${
          small ? 'size-6' : 'size-8'
        }`}
      >
        {trigger}
      </AriaButton>
      <Popover placement="bottom end" className="min-w-52 rounded-lg border border-line bg-page p-1 shadow-pop">
        <AriaMenu
          aria-label={label}
          items={items}
          disabledKeys={items.filter((item) => item.why !== undefined).map((item) => item.id)}
          onAction={(key) => items.find((item) => item.id === key)?.act()}
          className="outline-none"
        >
          {(item) => (
            <MenuItem
              id={item.id}
              textValue={item.text}
              className="block rounded-md px-2.5 py-1.5 text-sm outline-none data-disabled:text-soft data-focused:bg-hover"
            >
              {item.text}
              {item.why === undefined ? null : <span className="block text-xs text-soft">{item.why}</span>}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
