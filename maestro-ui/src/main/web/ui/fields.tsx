import { Check, ChevronDown, X } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea,
  TextField as AriaTextField,
  type CheckboxProps,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from './basics';

const FIELD =
  'w-full min-w-0 rounded-md border border-field bg-page px-2.5 text-sm text-ink data-hovered:border-ink/60 data-invalid:border-danger data-disabled:opacity-60';

export function TextField({
  label,
  hideLabel = false,
  value,
  onChange,
  placeholder,
  error,
  hint,
  lines = 1,
  mono = false,
  autoFocus,
  isDisabled,
  onEnter,
}: {
  label: string;
  hideLabel?: boolean;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  error?: string;
  hint?: ReactNode;
  lines?: number;
  mono?: boolean;
  autoFocus?: boolean;
  isDisabled?: boolean;
  onEnter?: () => void;
}) {
  const look = `${FIELD} ${mono ? 'font-mono text-xs' : ''}`;
  return (
    <AriaTextField
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      aria-label={hideLabel ? label : undefined}
      className="flex min-w-0 flex-col gap-1"
    >
      {hideLabel ? null : <Label className="text-xs font-medium text-soft">{label}</Label>}
      {lines > 1 ? (
        <TextArea rows={lines} placeholder={placeholder} className={`${look} py-1.5`} spellCheck={false} />
      ) : (
        <Input
          placeholder={placeholder}
          className={`${look} h-8`}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={(event) => {
            if (event.key === 'Enter') onEnter?.();
          }}
        />
      )}
      {hint ? (
        <Text slot="description" className="text-xs text-soft">
          {hint}
        </Text>
      ) : null}
      <FieldError className="text-xs text-danger">{error}</FieldError>
    </AriaTextField>
  );
}

export function Checkbox({
  label,
  hideLabel = false,
  ...rest
}: Omit<CheckboxProps, 'children' | 'className'> & { label: string; hideLabel?: boolean }) {
  return (
    <AriaCheckbox
      {...rest}
      aria-label={hideLabel ? label : undefined}
      className="group inline-flex min-h-6 items-center gap-2 data-disabled:opacity-50"
    >
      <span
        aria-hidden
        className="flex size-4 shrink-0 items-center justify-center rounded border border-field bg-page text-on-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-1 group-data-focus-visible:outline-accent group-data-selected:border-accent group-data-selected:bg-accent"
      >
        <Check size={12} strokeWidth={3} className="hidden group-data-selected:block" />
      </span>
      {hideLabel ? null : <span className="text-sm">{label}</span>}
    </AriaCheckbox>
  );
}

export interface Choice<K extends string> {
  id: K;
  text: string;
  icon?: ReactNode;
}

/** One of a few; `compact` shows label and value in one button, as filters do. */
export function Select<K extends string>({
  label,
  choices,
  value,
  onChange,
  compact = false,
  hideLabel = false,
  icon,
}: {
  label: string;
  choices: readonly Choice<K>[];
  value: K;
  onChange: (value: K) => void;
  compact?: boolean;
  hideLabel?: boolean;
  icon?: ReactNode;
}) {
  return (
    <AriaSelect
      aria-label={hideLabel ? label : undefined}
      selectedKey={value === '' ? null : value}
      placeholder="–"
      onSelectionChange={(key) => onChange(key as K)}
      className={`flex min-w-0 ${compact ? 'items-center gap-1.5' : 'flex-col gap-1'}`}
    >
      {hideLabel ? null : <Label className={`text-xs whitespace-nowrap text-soft ${compact ? '' : 'font-medium'}`}>{label}</Label>}
      <AriaButton className="flex h-8 min-w-0 items-center gap-1.5 rounded-md border border-field/70 bg-page px-2.5 text-sm data-hovered:border-ink/60">
        {icon}
        <SelectValue className="min-w-0 flex-1 truncate text-left [&_[slot=description]]:hidden" />
        <ChevronDown size={14} aria-hidden className="shrink-0 text-soft" />
      </AriaButton>
      <Popover className="min-w-(--trigger-width) overflow-auto rounded-lg border border-line bg-page p-1 shadow-pop">
        <ListBox items={choices} className="max-h-80 overflow-auto outline-none">
          {(choice) => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.text}
              className="flex h-8 items-center gap-2 rounded-md px-2.5 text-sm outline-none data-focused:bg-hover data-selected:font-semibold"
            >
              {choice.icon}
              <span className="truncate">{choice.text}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Choices<K extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  label: string;
  choices: readonly (Choice<K> & { hint?: string })[];
  value: K;
  onChange: (value: K) => void;
}) {
  return (
    <RadioGroup value={value} onChange={(key) => onChange(key as K)} className="flex flex-col gap-1.5">
      <Label className="text-xs font-medium text-soft">{label}</Label>
      {choices.map((choice) => (
        <Radio key={choice.id} value={choice.id} className="group flex items-start gap-2">
          <span
            aria-hidden
            className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-field group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-1 group-data-focus-visible:outline-accent group-data-selected:border-accent"
          >
            <span className="hidden size-2 rounded-full bg-accent group-data-selected:block" />
          </span>
          <span className="min-w-0">
            {choice.text}
            {choice.hint ? <span className="block text-xs text-soft">{choice.hint}</span> : null}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

/** The text filter of a page; `/` leads here. */
export function FilterField({
  label,
  value,
  onChange,
  placeholder,
  className = '',
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string;
}) {
  const { t } = useTranslation();
  return (
    <div className={`relative ${className}`}>
      <input
        data-filter
        type="text"
        value={value}
        aria-label={label}
        placeholder={placeholder ?? label}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (value === '') event.currentTarget.blur();
          else onChange('');
        }}
        className={`${FIELD} h-8 pr-8`}
      />
      {value === '' ? (
        <kbd aria-hidden className="kbd pointer-events-none absolute top-1.5 right-2">
          /
        </kbd>
      ) : (
        <IconButton label={t('common.clear')} onPress={() => onChange('')} className="absolute top-0.5 right-0.5">
          <X size={14} />
        </IconButton>
      )}
    </div>
  );
}

/** Puts the focus into the filter of the page. */
export function focusFilter(): void {
  document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
}
