import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import {
  Button as AriaButton,
  Tooltip as AriaTooltip,
  TooltipTrigger,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { copyText } from './clipboard';

export type Kind = 'primary' | 'plain' | 'quiet' | 'danger';

const KINDS: Record<Kind, string> = {
  primary: 'bg-accent text-on-accent border-transparent data-hovered:brightness-95 data-pressed:brightness-90',
  plain: 'bg-page text-ink border-field/60 data-hovered:bg-hover data-pressed:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent data-hovered:bg-hover data-pressed:bg-sunken',
  danger: 'bg-page text-danger border-danger/50 data-hovered:bg-hover data-pressed:bg-sunken',
};

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'isDisabled' | 'children'> {
  kind?: Kind;
  small?: boolean;
  children: ReactNode;
  /** Why it does nothing now: it stays focusable and says so. */
  why?: string;
  shortcut?: string;
  className?: string;
}

/** A link that looks as a plain button does. */
export const LINK_BUTTON =
  'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md border border-field/60 bg-page px-3 text-sm font-medium whitespace-nowrap text-ink! hover:bg-hover hover:no-underline';

/** A button; one that cannot act stays reachable and tells the reason. */
export function Button({ kind = 'plain', small, children, why, shortcut, className = '', ...rest }: ButtonProps) {
  const button = (
    <AriaButton
      {...rest}
      onPress={why === undefined ? rest.onPress : undefined}
      aria-disabled={why === undefined ? undefined : true}
      className={`inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none ${
        small ? 'h-6 px-2 text-xs' : 'h-8 px-3 text-sm'
      } ${KINDS[kind]} ${why === undefined ? '' : 'opacity-55'} data-disabled:opacity-55 ${className}`}
    >
      {children}
    </AriaButton>
  );
  const tip = why ?? (shortcut ? shortcut : undefined);
  return tip === undefined ? button : <Tip text={tip}>{button}</Tip>;
}

export function IconButton({
  label,
  children,
  className = '',
  pressed,
  ...rest
}: Omit<AriaButtonProps, 'className' | 'children'> & {
  label: string;
  children: ReactNode;
  className?: string;
  pressed?: boolean;
}) {
  return (
    <Tip text={label}>
      <AriaButton
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={`inline-flex size-7 shrink-0 items-center justify-center rounded-md text-soft data-hovered:bg-hover data-hovered:text-ink data-pressed:bg-sunken data-disabled:opacity-40 ${
          pressed ? 'bg-selected text-link' : ''
        } ${className}`}
      >
        {children}
      </AriaButton>
    </Tip>
  );
}

/** A tooltip on hover and focus. */
export function Tip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={400} closeDelay={50}>
      {children}
      <AriaTooltip
        offset={6}
        className="max-w-80 rounded-md border border-line bg-raised px-2 py-1 text-xs text-ink shadow-pop"
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

export function CopyButton({ text, label, small = true }: { text: string | (() => string); label?: string; small?: boolean }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  function copy() {
    void copyText(typeof text === 'string' ? text : text()).then(() => {
      setDone(true);
      timer.current = setTimeout(() => setDone(false), 1_500);
    });
  }
  const icon = done ? <Check size={14} /> : <Copy size={14} />;
  if (label === undefined)
    return (
      <IconButton label={done ? t('common.copied') : t('common.copy')} onPress={copy}>
        {icon}
      </IconButton>
    );
  return (
    <Button kind="plain" small={small} onPress={copy}>
      {icon}
      {done ? t('common.copied') : label}
    </Button>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="kbd">{children}</kbd>;
}

/** A chip of text; long texts are cut and shown whole in the tooltip. */
export function Chip({ children, title, mono }: { children: ReactNode; title?: string; mono?: boolean }) {
  return (
    <span
      title={title}
      className={`inline-flex h-5 max-w-56 min-w-0 shrink-0 items-center rounded border border-line bg-raised px-1.5 text-xs text-soft ${
        mono ? 'font-mono' : ''
      }`}
    >
      <span className="truncate">{children}</span>
    </span>
  );
}
