import { Check, ChevronDown, X } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './basics';

// Fields of the browser itself: every device and every reader of screens knows them, and they weigh nothing.

const FIELD =
  'w-full min-w-0 rounded-md border border-field bg-page px-2.5 text-sm text-ink hover:border-ink/60 aria-invalid:border-danger disabled:opacity-60';

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
  const id = useId();
  const given = {
    id,
    value,
    placeholder,
    disabled: isDisabled,
    autoFocus,
    spellCheck: false,
    'aria-label': hideLabel ? label : undefined,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': error !== undefined || hint ? `${id}-more` : undefined,
  };
  const look = `${FIELD} ${mono ? 'font-mono text-xs' : ''}`;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {hideLabel ? null : (
        <label htmlFor={id} className="text-xs font-medium text-soft">
          {label}
        </label>
      )}
      {lines > 1 ? (
        <textarea {...given} rows={lines} onChange={(event) => onChange(event.target.value)} className={`${look} py-1.5`} />
      ) : (
        <input
          {...given}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onEnter?.();
          }}
          className={`${look} h-8`}
        />
      )}
      {error !== undefined || hint ? (
        <div id={`${id}-more`} className="text-xs">
          {hint ? <p className="text-soft">{hint}</p> : null}
          {error === undefined ? null : <p className="text-danger">{error}</p>}
        </div>
      ) : null}
    </div>
  );
}

export function Checkbox({
  label,
  hideLabel = false,
  isSelected,
  isDisabled = false,
  onChange,
  excludeFromTabOrder = false,
}: {
  label: string;
  hideLabel?: boolean;
  isSelected: boolean;
  isDisabled?: boolean;
  onChange: (selected: boolean) => void;
  excludeFromTabOrder?: boolean;
}) {
  return (
    <label className="inline-flex min-h-6 min-w-6 items-center gap-2 has-disabled:opacity-50">
      <span className="relative flex size-4 shrink-0">
        <input
          type="checkbox"
          checked={isSelected}
          disabled={isDisabled}
          tabIndex={excludeFromTabOrder ? -1 : undefined}
          aria-label={hideLabel ? label : undefined}
          onChange={(event) => onChange(event.target.checked)}
          className="peer size-4 appearance-none rounded border border-field bg-page checked:border-accent checked:bg-accent"
        />
        <Check size={12} strokeWidth={3} aria-hidden className="pointer-events-none absolute top-0.5 left-0.5 hidden text-on-accent peer-checked:block" />
      </span>
      {hideLabel ? null : <span className="text-sm">{label}</span>}
    </label>
  );
}

export interface Choice<K extends string> {
  id: K;
  text: string;
}

/** One of a few; `compact` has the label beside it, as filters do. */
export function Select<K extends string>({
  label,
  choices,
  value,
  onChange,
  compact = false,
  hideLabel = false,
  empty,
}: {
  label: string;
  choices: readonly Choice<K>[];
  value: K | '';
  onChange: (value: K) => void;
  compact?: boolean;
  hideLabel?: boolean;
  /** Shown while nothing is chosen. */
  empty?: string;
}) {
  const id = useId();
  return (
    <div className={`flex min-w-0 ${compact ? 'items-center gap-1.5' : 'flex-col gap-1'}`}>
      {hideLabel ? null : (
        <label htmlFor={id} className={`text-xs whitespace-nowrap text-soft ${compact ? '' : 'font-medium'}`}>
          {label}
        </label>
      )}
      <span className="relative flex min-w-0">
        <select
          id={id}
          value={value}
          aria-label={hideLabel ? label : undefined}
          onChange={(event) => onChange(event.target.value as K)}
          className="h-8 w-full min-w-0 appearance-none truncate rounded-md border border-field/70 bg-page py-0 pr-7 pl-2.5 text-sm text-ink hover:border-ink/60"
        >
          {value === '' ? <option value="">{empty ?? '–'}</option> : null}
          {choices.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.text}
            </option>
          ))}
        </select>
        <ChevronDown size={14} aria-hidden className="pointer-events-none absolute top-2.5 right-2 text-soft" />
      </span>
    </div>
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
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-xs font-medium text-soft">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.id} className="flex items-start gap-2">
          <input
            type="radio"
            name={name}
            checked={value === choice.id}
            onChange={() => onChange(choice.id)}
            className="mt-0.5 size-4 shrink-0 appearance-none rounded-full border border-field bg-page checked:border-[5px] checked:border-accent"
          />
          <span className="min-w-0">
            {choice.text}
            {choice.hint ? <span className="block text-xs text-soft">{choice.hint}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
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
